import type { OrganisationType } from '@shared/contract/organisation-profile.js';

const proper = String.raw`\p{Lu}[\p{L}'’.-]+(?:[ -](?:\p{Lu}[\p{L}'’.-]+|of|the|and|upon|on|in|de|la|le|du)){0,3}`;
const named = String.raw`\p{Lu}[\p{L}'’.-]+(?:[ -]\p{Lu}[\p{L}'’.-]+){0,3}`;
/** Forms in which organisations name themselves, most telling first; the first group is the proper name. */
export const organisationPatterns: readonly { type: OrganisationType; test: RegExp }[] = [
  {
    type: 'council',
    test: new RegExp(
      `\\b(${named}) (?:Parish|Town|Community|District|Borough|County|City|Metropolitan Borough|Metropolitan|Village) Council\\b`,
      'u',
    ),
  },
  {
    type: 'school',
    test: new RegExp(
      `\\b(${named}) (?:(?:Independent|Unified|Consolidated|Elementary|Union|High|Community|Central|City|County|Area|Public|Joint|Local|Free) )*(?:School District|Schools|ISD|USD|CISD|School|Academy|College|University)\\b`,
      'u',
    ),
  },
  { type: 'school', test: new RegExp(`\\bUniversity of (${named})`, 'u') },
  { type: 'borough', test: new RegExp(`\\b(?:Borough) of (${named})`, 'u') },
  { type: 'borough', test: new RegExp(`\\b(${named}) Borough\\b(?! Council)`, 'u') },
  { type: 'city', test: new RegExp(`\\b(?:City|Town|Village|Township) of (${named})`, 'u') },
  { type: 'county', test: new RegExp(`\\bCounty of (${named})`, 'u') },
  { type: 'county', test: new RegExp(`\\b(${named}) County\\b`, 'u') },
  {
    type: 'federal agency',
    test: new RegExp(
      `\\b(?:U\\.?S\\.?|United States|Federal) (?:Department|Bureau|Office|Agency|Commission|Administration|Service)?(?: of)? ?(${proper})`,
      'u',
    ),
  },
  {
    type: 'state agency',
    test: new RegExp(
      `\\b(?:${named} )?(?:Department|Bureau|Office|Board|Commission|Division|Agency) of (?:the )?(${proper})`,
      'u',
    ),
  },
  {
    type: 'state agency',
    test: new RegExp(`\\b(${named}) (?:Department|Commission|Agency|Authority|Administration)\\b`, 'u'),
  },
  {
    type: 'enterprise',
    test: new RegExp(
      `\\b(${named}),? (?:Inc|LLC|Ltd|Limited|Corp|Corporation|GmbH|AG|PLC|plc|Company|Co|Group|Holdings|S\\.A)\\b\\.?`,
      'u',
    ),
  },
];

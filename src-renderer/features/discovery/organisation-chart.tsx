import { UnstyledButton } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import type { Department, OrganisationProfile } from '@shared/contract/organisation-profile.js';
import { useMemo } from 'react';
import { layoutChart } from './chart-layout.js';
import classes from './discovery.module.css';
import { topLeader } from './top-leader.js';

interface OrganisationChartProps {
  profile: OrganisationProfile;
  onOpen: (department: Department) => void;
}

/** Boxes and lines; each box opens its department. */
export function OrganisationChart({ profile, onOpen }: OrganisationChartProps) {
  const { ref, width } = useElementSize();
  const { departments, organisation, leadership } = profile;
  const layout = useMemo(
    () => layoutChart(departments, Math.max(width, 300), organisation.name),
    [departments, width, organisation.name],
  );
  const top = topLeader(leadership);
  return (
    <div ref={ref}>
      {width > 0 && (
        <div className={classes.chart} style={{ height: layout.height }}>
          <svg width={layout.width} height={layout.height} aria-hidden="true">
            {layout.lines.map((line) => (
              <path key={line} d={line} />
            ))}
          </svg>
          <div className={classes.root} style={{ width: layout.root.width, height: layout.root.height }}>
            <strong title={organisation.name}>{organisation.name}</strong>
            {top !== null && (
              <span title={`${top.name}, ${top.title}`}>
                {top.name}, {top.title}
              </span>
            )}
          </div>
          {layout.bands.map((band) => (
            <h2 key={band.label} className={classes.band} style={{ top: band.y }}>
              {band.label} · {band.count}
            </h2>
          ))}
          {layout.boxes.map(({ department, x, y, width: boxWidth, height, depth }) => (
            <UnstyledButton
              key={department.id}
              className={classes.box}
              data-unsure={department.confidence < 0.6 || undefined}
              style={{ left: x, top: y, width: boxWidth, height }}
              title={department.name}
              onClick={() => onOpen(department)}
            >
              <span className={classes.boxName}>{department.name}</span>
              {depth === 0 && (
                <span className={classes.boxHead}>{department.head?.name ?? 'no head found'}</span>
              )}
            </UnstyledButton>
          ))}
        </div>
      )}
    </div>
  );
}

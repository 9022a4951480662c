import { boards, departments } from './departments.mjs';
import { escapeHtml, slug } from './markdown.mjs';
import { people, person } from './people.mjs';

const tel = (phone) => `<a href="tel:+1${phone.replace(/\D/g, '')}">${phone}</a>`;
const mail = (address) => `<a href="mailto:${address}">${address}</a>`;

/** The box with who leads a department and how to reach it. */
export function departmentCard(department) {
  const head = person(department.head);
  return `<section class="card" aria-labelledby="contact">
<h2 id="contact">Contact</h2>
<dl>
<dt>${escapeHtml(head.title)}</dt><dd>${escapeHtml(head.name)}</dd>
<dt>Phone</dt><dd>${tel(department.phone)}</dd>
<dt>E-mail</dt><dd>${mail(department.email)}</dd>
<dt>Address</dt><dd>${escapeHtml(department.address)}</dd>
<dt>Hours</dt><dd>${escapeHtml(department.hours)}</dd>
</dl>
</section>`;
}

function staffTable() {
  const names = new Map([
    ['mayor', 'Mayor'],
    ['council', 'City Council'],
    ...departments.map((one) => [one.id, one.menuName ?? one.name]),
  ]);
  const sorted = people
    .filter((one) => one.name !== '')
    .sort((a, b) => lastName(a.name).localeCompare(lastName(b.name), 'en'));
  const rows = [...sorted, ...people.filter((one) => one.name === '')].map((one) => {
    const cells = [one.name === '' ? 'Vacant' : one.name, one.title, names.get(one.department)].map(
      escapeHtml,
    );
    return `<tr><td>${cells.join('</td><td>')}</td><td>${tel(one.phone)}</td><td>${one.email === undefined ? 'hr@alderwick.example' : mail(one.email)}</td></tr>`;
  });
  const headings = ['Name', 'Title', 'Department', 'Phone', 'E-mail']
    .map((label) => `<th scope="col">${label}</th>`)
    .join('');
  return `<div class="table"><table>\n<thead><tr>${headings}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table></div>`;
}

const lastName = (name) => name.slice(name.lastIndexOf(' ') + 1);

const councilTerms = {
  'Idris Fennimore': ['December 31, 2027', 'North Foundry, Canal District and Old Market'],
  'Paloma Quiñones': ['December 31, 2027', 'Juniper Heights and the Hospital District'],
  'Desmond Achterberg': ['December 31, 2027', 'Quarry Ridge and Westlake Terrace'],
  'Lakshmi Venkataswamy': ['December 31, 2027', 'Millrace, Harbor Street and Southgate'],
  'Corwin Bellweather': ['December 31, 2029', 'the whole city'],
  'Noor Haddadine': ['December 31, 2029', 'the whole city'],
};

function councilCards() {
  const cards = people
    .filter((one) => one.department === 'council')
    .map((one) => {
      const [term, area] = councilTerms[one.name];
      return `<li><h3>${escapeHtml(one.name)}</h3><p class="role">${escapeHtml(one.title)}</p><p>Represents ${escapeHtml(area)}. Term ends ${term}.</p><p>${tel(one.phone)}<br>${mail(one.email)}</p></li>`;
    });
  return `<ul class="cards">\n${cards.join('\n')}\n</ul>`;
}

/** What the `{{name}}` lines of the pages stand for on the page that `resolve` belongs to. */
export function makeDirectives(resolve, news) {
  const departmentList = () => {
    const cards = departments.map(
      (one) =>
        `<li><h3><a href="${resolve(one.path)}">${escapeHtml(one.name)}</a></h3><p>${escapeHtml(one.blurb)}</p><p>${tel(one.phone)}</p></li>`,
    );
    return `<ul class="cards">\n${cards.join('\n')}\n</ul>`;
  };
  const boardList = () =>
    boards
      .map((board) => {
        const link = board.path.includes('#')
          ? escapeHtml(board.name)
          : `<a href="${resolve(board.path)}">${escapeHtml(board.name)}</a>`;
        return `<h3 id="${slug(board.name)}">${link}</h3>\n<p>${board.seats} members. Meets ${escapeHtml(board.meets)}. Staff support: ${escapeHtml(board.staff)}.</p>`;
      })
      .join('\n');
  const newsList = (limit) => {
    const items = news
      .slice(0, limit)
      .map(
        (one) =>
          `<li><p class="role"><time datetime="${one.updated}">${one.updated}</time></p><h3><a href="${resolve(one.path)}">${escapeHtml(one.title)}</a></h3><p>${escapeHtml(one.summary)}</p></li>`,
      );
    return `<ul class="cards">\n${items.join('\n')}\n</ul>`;
  };
  return {
    departments: departmentList,
    staff: staffTable,
    council: councilCards,
    boards: boardList,
    news: () => newsList(news.length),
    'latest-news': () => newsList(3),
  };
}

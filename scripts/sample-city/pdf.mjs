const pageHeight = 792;
const margin = 60;
const lineWidth = 92;

/** Encodes text for a PDF string in WinAnsi; the few characters outside Latin-1 that we use have octal codes. */
function pdfString(text) {
  const special = { '’': '\\222', '“': '\\223', '”': '\\224', '–': '\\226', '•': '\\225' };
  const escaped = text
    .replace(/[\\()]/g, (c) => `\\${c}`)
    .replace(/[^\x20-\x7e]/g, (c) => special[c] ?? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return `(${escaped})`;
}

function wrap(text, width) {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

/** One source line becomes drawing operations: `# ` title, `## ` heading, `| a | b` columns, else a wrapped paragraph. */
function operations(line) {
  if (line === '') return [{ height: 7, parts: [] }];
  if (line.startsWith('# '))
    return [
      { height: 28, parts: [{ x: margin, size: 20, font: 'F2', text: line.slice(2) }] },
      { height: 6, parts: [] },
    ];
  if (line.startsWith('## '))
    return [{ height: 24, parts: [{ x: margin, size: 13, font: 'F2', text: line.slice(3) }] }];
  if (line.startsWith('| ')) {
    const columns = line.slice(2).split(' | ');
    return [
      {
        height: 15,
        parts: columns.map((text, index) => ({ x: margin + index * 340, size: 10.5, font: 'F1', text })),
      },
    ];
  }
  return wrap(line, lineWidth).map((text) => ({
    height: 14,
    parts: [{ x: margin, size: 10.5, font: 'F1', text }],
  }));
}

function paginate(lines) {
  const pages = [[]];
  let y = pageHeight - margin;
  for (const operation of lines.flatMap(operations)) {
    if (y - operation.height < margin + 20) {
      pages.push([]);
      y = pageHeight - margin;
    }
    y -= operation.height;
    for (const part of operation.parts) {
      pages[pages.length - 1].push(
        `BT /${part.font} ${part.size} Tf ${part.x} ${y} Td ${pdfString(part.text)} Tj ET`,
      );
    }
  }
  return pages;
}

/** Makes a PDF 1.4 file with plain text on Letter pages. The bytes depend on nothing but the arguments. */
export function makePdf({ title, lines, footer, date }) {
  const pages = paginate(lines);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R /Lang (en-US) /ViewerPreferences << /DisplayDocTitle true >> >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, index) => `${6 + index * 2} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>',
    `<< /Title ${pdfString(title)} /Author (City of Alderwick) /Producer (make-sample-city) /CreationDate (D:${date.replace(/-/g, '')}000000Z) >>`,
  ];
  pages.forEach((drawing, index) => {
    const foot = `BT /F1 8 Tf ${margin} 36 Td ${pdfString(`${footer}  Page ${index + 1} of ${pages.length}`)} Tj ET`;
    const stream = [...drawing, foot].join('\n');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 ${pageHeight}] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents ${7 + index * 2} 0 R >>`,
    );
    objects.push(`<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`);
  });
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = Buffer.byteLength(text, 'latin1');
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = Buffer.byteLength(text, 'latin1');
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

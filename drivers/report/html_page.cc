#include "drivers/report/html_page.h"

#include <utility>

#include "base/bytes.h"
#include "base/digester.h"
#include "base/text_pieces.h"
#include "drivers/report/html_text.h"

namespace winnow {
namespace {

// Contrast of all text is 7:1 or more. No colour says anything alone.
constexpr char kStyle[] = R"css(
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; background: #fff;
  color: #1a1a1a;
  font: 1rem/1.5 "DejaVu Sans", "Segoe UI", Arial, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .75rem; border-bottom: .15rem solid #1f3a5f;
  padding-bottom: .25rem; }
h3 { font-size: 1.1rem; margin: 1.75rem 0 .5rem; }
h1, h2, h3, caption, li, p, .long { overflow-wrap: anywhere; }
.long { min-width: 12rem; }
p, ul { max-width: 60rem; }
header p { margin: .25rem 0; }
nav ul { columns: 2 20rem; padding-left: 1.2rem; }
a { color: #123f75; }
a:focus, div:focus { outline: .2rem solid #123f75; outline-offset: .1rem; }
.notice { border: .15rem solid #7a1f00; background: #fff6ee; padding: .75rem 1rem;
  margin: 1rem 0; font-weight: bold; max-width: 60rem; }
.wide { overflow-x: auto; margin: .75rem 0 1.25rem; }
table { border-collapse: collapse; font-size: .9rem; }
caption { text-align: left; font-weight: bold; padding: .25rem 0; }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left;
  vertical-align: top; }
thead th { background: #e8edf3; }
tbody th { font-weight: bold; background: #f6f8fa; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number, .moment { white-space: nowrap; }
.facts th { min-width: 11rem; width: 14rem; }
figure { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: flex-start;
  margin: 1rem 0; }
figure svg { flex: 1 1 20rem; max-width: 36rem; min-width: 0; height: auto; }
figure .wide { flex: 1 1 22rem; margin: 0; min-width: 0; }
svg text { font: 13px "DejaVu Sans", "Segoe UI", Arial, sans-serif; fill: #1a1a1a; }
.fields dt { font-weight: bold; margin-top: 1.25rem; }
.fields dd { margin: 0; border-bottom: 1px solid #1a1a1a; height: 2.2rem; }
footer { margin-top: 3rem; border-top: 1px solid #767676; padding-top: .5rem; }
@media (max-width: 40rem) {
  body { padding: .6rem; }
  h1 { font-size: 1.4rem; }
  .facts, .facts caption, .facts tbody, .facts tr, .facts th, .facts td {
    display: block; width: auto; }
  .facts th { border-bottom: 0; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  table { font-size: 8pt; width: 100%; }
  thead { display: table-header-group; }
  tr, figure, .notice, .fields { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .new-page { break-before: page; }
  .wide { overflow: visible; }
  th, td { padding: .15rem .3rem; }
  figure svg { flex: none; width: 125mm; }
  .long { min-width: 24mm; }
  tbody th.long { min-width: 38mm; }
  .facts th { width: 28%; }
  nav { display: none; }
}
)css";

std::string sha256_source(const std::string& text) {
  const std::string hex = digest_of(Algorithm::sha256, bytes_of(text)).hex();
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return "'sha256-" + base64_text(bytes) + "'";
}

// Whether it has a word, such as a digest or a path, that may have to be broken.
bool has_long_word(const std::string& text) {
  constexpr std::size_t kLong = 20;
  std::size_t length = 0;
  for (const char c : text) {
    length = c == ' ' ? 0 : length + 1;
    if (length > kLong) return true;
  }
  return false;
}

// "2026-11-22 06:36:01", which is not to be broken at its hyphens.
bool is_moment(const std::string& text) {
  return text.size() == 19 && text[4] == '-' && text[7] == '-' && text[10] == ' ';
}

std::string cell(const std::string& text, bool is_head, bool is_number) {
  const std::string open = is_head ? "<th scope=\"row\"" : "<td";
  const std::string close = is_head ? "</th>" : "</td>";
  const char* kind = is_number             ? " class=\"number\">"
                     : is_moment(text)     ? " class=\"moment\">"
                     : has_long_word(text) ? " class=\"long\">"
                                           : ">";
  return open + kind + html_text(text) + close;
}

std::string head_row(const ReportTable& table) {
  if (table.heads.empty()) return "";
  std::string html = "<thead><tr>";
  for (std::size_t i = 0; i < table.heads.size(); ++i) {
    html += std::string("<th scope=\"col\"") +
            (i >= table.words ? " class=\"number\">" : ">") +
            html_text(table.heads[i]) + "</th>";
  }
  return html + "</tr></thead>\n";
}

std::string table_html(const ReportTable& table) {
  if (table.rows.empty()) {
    return "<p><strong>" + html_text(table.caption) + "</strong>: none.</p>\n";
  }
  std::string html = "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"" +
                     html_text(table.caption) + "\">\n<table" +
                     (table.heads.empty() ? " class=\"facts\"" : "") + "><caption>" +
                     html_text(table.caption) + "</caption>\n" + head_row(table) +
                     "<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i) {
      html += cell(row[i], i == 0, i >= table.words);
    }
    html += "</tr>\n";
  }
  return html + "</tbody></table>\n</div>\n";
}

}  // namespace

HtmlPage::HtmlPage(std::string title, std::string subtitle, std::string report_id)
    : title_(std::move(title)),
      subtitle_(std::move(subtitle)),
      report_id_(std::move(report_id)) {}

void HtmlPage::begin_part(const std::string& heading, const std::string& on_paper) {
  end_part();
  const std::string number = std::to_string(++parts_);
  contents_ +=
      "<li><a href=\"#part-" + number + "\">" + html_text(heading) + "</a></li>\n";
  body_ +=
      "<section id=\"part-" + number + "\" aria-labelledby=\"head-" + number + "\"";
  if (!on_paper.empty()) {
    body_ += " class=\"new-page page-" + number + "\"";
    pages_ +=
        ".page-" + number + " { page: part-" + number + "; }\n@page part-" + number +
        " { @top-right { content: " + css_string(cut_short(on_paper, 60)) + "; } }\n";
  }
  body_ += ">\n<h2 id=\"head-" + number + "\">" + html_text(heading) + "</h2>\n";
  is_open_ = true;
}

void HtmlPage::end_part() {
  if (is_open_) body_ += "</section>\n";
  is_open_ = false;
}

void HtmlPage::heading(const std::string& text) {
  body_ += "<h3>" + html_text(text) + "</h3>\n";
}

void HtmlPage::paragraph(const std::string& text) {
  body_ += "<p>" + html_text(text) + "</p>\n";
}

void HtmlPage::notice(const std::string& text) {
  body_ += "<p class=\"notice\">" + html_text(text) + "</p>\n";
}

void HtmlPage::list(const std::vector<std::string>& lines) {
  body_ += "<ul>\n";
  for (const std::string& line : lines) body_ += "<li>" + html_text(line) + "</li>\n";
  body_ += "</ul>\n";
}

void HtmlPage::table(const ReportTable& table) {
  body_ += table_html(table);
}

void HtmlPage::chart(const std::string& svg, const ReportTable& beside) {
  body_ += "<figure>\n" + svg + table_html(beside) + "</figure>\n";
}

void HtmlPage::fields(const std::vector<UnitField>& fields) {
  body_ += "<dl class=\"fields\">\n";
  for (const UnitField& field : fields) {
    body_ += "<dt>" + html_text(field.label) + "</dt>\n";
    for (unsigned i = 0; i < field.lines; ++i) body_ += "<dd></dd>\n";
  }
  body_ += "</dl>\n";
}

std::string HtmlPage::style() const {
  const std::string head = title_ + ", " + report_id_;
  return std::string(kStyle) +
         "@page { size: A4; margin: 20mm 14mm 18mm;\n"
         "  @top-left { content: " +
         css_string(head) + "; font: 8pt sans-serif; }\n  @top-right { content: " +
         css_string(cut_short(subtitle_, 60)) +
         "; font: 8pt sans-serif; }\n"
         "  @bottom-left { content: " +
         css_string("Triage, not a full examination") +
         "; font: 8pt sans-serif; }\n"
         "  @bottom-right { content: \"Page \" counter(page) \" of \" counter(pages); "
         "font: 8pt sans-serif; } }\n" +
         pages_;
}

std::string HtmlPage::done() {
  end_part();
  const std::string css = style();
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
         "style-src " +
         sha256_source(css) +
         "; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
         html_text(title_ + " " + report_id_) + "</title>\n<style>" + css +
         "</style>\n</head>\n<body>\n<header>\n<h1>" + html_text(title_) +
         "</h1>\n<p>" + html_text(subtitle_) + "</p>\n<p>Report " +
         html_text(report_id_) +
         "</p>\n</header>\n<nav aria-label=\"Contents\">\n<ul>\n" + contents_ +
         "</ul>\n</nav>\n<main>\n" + body_ + "</main>\n<footer><p>" +
         html_text(title_ + ", " + report_id_) +
         ". It holds no picture and needs no network.</p></footer>\n</body>\n</html>\n";
}

}  // namespace winnow

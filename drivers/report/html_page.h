// HtmlPage: one self-contained document, built from top to bottom: no script, nothing
// from a network, a content policy that lets nothing in but its own style sheet. For
// screens from phone width on, for screen readers, and for paper, where each page
// carries the report's id and the exhibit it is about.
//
// Texts are escaped here (html_text.h), whoever wrote them. One thread.
#ifndef WINNOW_DRIVERS_REPORT_HTML_PAGE_H_
#define WINNOW_DRIVERS_REPORT_HTML_PAGE_H_

#include <string>
#include <vector>

#include "drivers/report/report_tables.h"
#include "drivers/report/report_words.h"

namespace winnow {

class HtmlPage {
 public:
  // `title` and `subtitle` head the document and, with the id, every printed page.
  HtmlPage(std::string title, std::string subtitle, std::string report_id);

  // A part with a heading of the second level, listed in the contents; `on_paper` heads
  // its printed pages, which are new ones then. "" for neither.
  void begin_part(const std::string& heading, const std::string& on_paper = "");
  void heading(const std::string& text);  // of the third level
  void paragraph(const std::string& text);
  void notice(const std::string& text);  // that must not be overlooked
  void list(const std::vector<std::string>& lines);
  // A table without rows is a sentence that says there is none.
  void table(const ReportTable& table);
  // `svg` as html_charts.h gives it, the table beside it.
  void chart(const std::string& svg, const ReportTable& beside);
  void fields(const std::vector<UnitField>& fields);

  [[nodiscard]] std::string done();

 private:
  void end_part();
  [[nodiscard]] std::string style() const;

  std::string title_;
  std::string subtitle_;
  std::string report_id_;
  std::string contents_;
  std::string body_;
  std::string pages_;  // of the style sheet: one named page for each `on_paper`
  unsigned parts_ = 0;
  bool is_open_ = false;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_HTML_PAGE_H_

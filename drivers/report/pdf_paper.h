// PdfPaper: a document of A4 pages, filled from top to bottom: headings, paragraphs,
// tables, bars and lines to write on. Every page carries a head and "page x of y".
// A table, a chart or a block of lines begins on the next page where it does not fit on
// this one; only what is longer than a page is parted.
//
// The one place that knows libharu. Text is UTF-8 in DejaVu Sans, embedded; where that
// font is not installed, Helvetica with letters of other scripts written as "?", and
// remarks() says so. One thread.
#ifndef WINNOW_DRIVERS_REPORT_PDF_PAPER_H_
#define WINNOW_DRIVERS_REPORT_PDF_PAPER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/report/html_charts.h"
#include "drivers/report/report_tables.h"
#include "drivers/report/report_words.h"

namespace winnow {

[[nodiscard]] std::string pdf_library_version();

struct PaperHead {
  std::string title;
  std::string left;  // of each page's head and foot
  std::string right;
  std::int64_t made_at = 0;  // seconds since 1970
};
// Where DejaVuSans.ttf and DejaVuSans-Bold.ttf are looked for.
inline constexpr char kFontFolder[] = "/usr/share/fonts/truetype/dejavu";

class PdfPaper {
 public:
  [[nodiscard]] static Result<PdfPaper> begin(
      const PaperHead& head, const std::string& font_folder = kFontFolder);
  PdfPaper(PdfPaper&&) noexcept;
  PdfPaper& operator=(PdfPaper&&) noexcept;
  ~PdfPaper();

  void title(const std::string& text);
  void heading(const std::string& text);
  void paragraph(const std::string& text);
  void notice(const std::string& text);
  void list(const std::vector<std::string>& lines);
  // Widths of the columns: shares of the page's, one for each column.
  void table(const ReportTable& table, const std::vector<double>& shares);
  void bars(const BarChart& chart);
  // Lines to write on, below a heading.
  void fields(const std::string& title, const std::vector<UnitField>& fields);

  // The bytes of the document; the fault of anything before.
  [[nodiscard]] Result<std::string> done();
  [[nodiscard]] const std::vector<std::string>& remarks() const;

 private:
  struct State;
  explicit PdfPaper(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_PDF_PAPER_H_

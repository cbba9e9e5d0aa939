// summary.pdf: a few pages that a unit can lift its statement from. Pure but for the
// font, which is read from the system.
#ifndef WINNOW_DRIVERS_REPORT_SUMMARY_PDF_H_
#define WINNOW_DRIVERS_REPORT_SUMMARY_PDF_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "drivers/report/pdf_paper.h"
#include "drivers/report/report_facts.h"

namespace winnow {

struct SummaryPdf {
  std::string bytes;
  std::vector<std::string> remarks;  // for the operator
};
[[nodiscard]] Result<SummaryPdf> summary_pdf(
    const ReportFacts& facts, const std::string& font_folder = kFontFolder);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_SUMMARY_PDF_H_

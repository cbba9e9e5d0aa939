// safeguarding.html: what those who look after a child need, and no more: no picture,
// no path, no name of a file; answers as they are on record, unknown as unknown. Pure.
#ifndef WINNOW_DRIVERS_REPORT_SAFEGUARDING_HTML_H_
#define WINNOW_DRIVERS_REPORT_SAFEGUARDING_HTML_H_

#include <string>

#include "drivers/report/report_facts.h"

namespace winnow {

[[nodiscard]] std::string safeguarding_html(const ReportFacts& facts);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_SAFEGUARDING_HTML_H_

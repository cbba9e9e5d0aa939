// A case handed on in an exchange format: what is exported, by which writer.
#ifndef WINNOW_DRIVERS_EXCHANGE_EXPORT_CASE_H_
#define WINNOW_DRIVERS_EXCHANGE_EXPORT_CASE_H_

#include <optional>
#include <string>
#include <string_view>

#include "drivers/cases/known_case.h"
#include "drivers/exchange/exchange_case.h"
#include "drivers/store/new_file.h"

namespace winnow {

enum class ExchangeFormat : std::uint8_t { vics, case_uco, dfxml, bodyfile, csv };
[[nodiscard]] const char* to_string(ExchangeFormat format);  // "case"
[[nodiscard]] std::optional<ExchangeFormat> parse_exchange_format(
    std::string_view word);

// Of one exhibit or, for "", of all. `known` has to outlive the result.
[[nodiscard]] Result<ExchangeCase> exchange_case_of(KnownCase& known,
                                                    const std::string& exhibit);
[[nodiscard]] Result<Exported> write_exchange(ExchangeFormat format,
                                              const ExchangeCase& exchange,
                                              NewFile& file);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_EXCHANGE_EXPORT_CASE_H_

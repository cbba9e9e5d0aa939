// Likelihood: in which order contents are looked at, by what their first bytes, places,
// sizes and times say. It orders work and changes no result.
#ifndef WINNOW_SCANNER_EXAMINE_LIKELIHOOD_H_
#define WINNOW_SCANNER_EXAMINE_LIKELIHOOD_H_

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "scanner/examine/looker.h"
#include "scanner/wire/records.h"

namespace winnow {

// How soon a content is looked at; `none` is not looked at in tier look.
enum class Likelihood : std::uint8_t {
  none,
  interface_art,  // icons and the like, and what came with a program
  holder,         // what holds other contents
  ordinary,
  likely,     // where people keep or receive pictures, or of late
  likeliest,  // made by a camera
};
inline constexpr std::size_t kLikelihoods = 6;

// `head`: the first bytes of the file, kBlockLength of them or all. `latest`: when the
// last file of the exhibit was written. Safe from any thread.
[[nodiscard]] Likelihood likelihood_of(const FileRecord& file, Bytes head,
                                       const LookRules& rules,
                                       std::optional<Instant> latest);

// The same where no byte was read: by name and size alone, for devices on which a small
// read costs as much as a large one. What a name does not show is met in the last tier.
[[nodiscard]] Likelihood likelihood_by_name(const FileRecord& file,
                                            const LookRules& rules,
                                            std::optional<Instant> latest);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_LIKELIHOOD_H_

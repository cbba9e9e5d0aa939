// Glimpse: a picture of an exhibit, blurred and grey, for a person who has to see what
// it is about and no more.
//
// A child decodes that one picture, as locked down and as limited as in a scan, and
// tells no more of it than GlimpseSeen holds; here that is checked, as it is hostile
// input, and drawn larger and smooth. It is never put on record. Who may see it, and
// why, is for the caller to settle before (drivers/cases/glimpse_request.h). One
// thread; Ctrl-C is answered as in a scan.
#ifndef WINNOW_SCANNER_SUPERVISE_GLIMPSE_H_
#define WINNOW_SCANNER_SUPERVISE_GLIMPSE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/result.h"
#include "scanner/supervise/recorder.h"
#include "scanner/supervise/scanned_exhibit.h"
#include "scanner/wire/picture_place.h"

namespace winnow {

// A picture that a scan met, and what is on record of the content that it is of.
struct PictureOnRecord {
  PicturePlace place;
  std::string path;  // of a member with that of what holds it
  Digests digests;
  Digests of_file;  // of the file of the exhibit that it is, or lies in
  Replay record;
};
// A fault if the journal cannot be read, or holds no content of that number that was
// read.
[[nodiscard]] Result<PictureOnRecord> picture_on_record(const std::string& journal,
                                                        const PicturePlace& place);

struct Glimpse {
  std::uint32_t width = 0;  // in pixels, up to kShownGlimpseSide
  std::uint32_t height = 0;
  std::vector<std::uint8_t> grey;  // a byte a pixel, row after row from the top
  std::string damage;  // why it is not all of the picture; "" if it is; printable
};
inline constexpr std::uint32_t kGlimpseGrowth = 4;
inline constexpr std::uint32_t kShownGlimpseSide = kGlimpseSide * kGlimpseGrowth;

// A fault names the path, and says why nothing can be seen.
[[nodiscard]] Result<Glimpse> glimpse_of(const ScannedExhibit& scanned,
                                         const PictureOnRecord& picture);

// As the child told it, drawn larger; a fault (malformed) if that cannot be a glimpse.
[[nodiscard]] Result<Glimpse> drawn(const GlimpseSeen& seen);

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_GLIMPSE_H_

// Near matches: which listed pictures a picture resembles.
#ifndef WINNOW_SCANNER_MATCH_NEAR_MATCH_H_
#define WINNOW_SCANNER_MATCH_NEAR_MATCH_H_

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/wire/records.h"

namespace winnow {

// An entry that some variant and form of a picture is near to.
struct NearEntry {
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  std::uint8_t distance = 0;
  PdqForm form = PdqForm::full;
  PdqVariant variant = PdqVariant::original;
};

// Every entry of the notable sets, of a category that counts as a hit, within so many
// bits (by set): by set, then the nearest first, then by entry. None of a picture below
// kLeastPdqQuality. A fault is a damaged set's. Safe from any thread.
[[nodiscard]] Result<std::vector<NearEntry>> find_near(
    const std::vector<HashSet>& sets, const std::vector<std::uint8_t>& distances,
    const PictureRecord& picture);

// What is put on record of the frames of one picture or animation: of each set the
// nearest entry of all frames, and how many others there are.
[[nodiscard]] Result<std::vector<NearRecord>> match_pictures(
    const std::vector<HashSet>& sets, const std::vector<std::uint8_t>& distances,
    const std::vector<PictureRecord>& pictures);

// The same of the frames of a video, by the order of their times: of each set the entry
// that most of them agree on (scanner/match/video_match.h).
[[nodiscard]] Result<std::vector<NearRecord>> match_video(
    const std::vector<HashSet>& sets, const std::vector<std::uint8_t>& distances,
    const std::vector<PictureRecord>& frames);

}  // namespace winnow

#endif  // WINNOW_SCANNER_MATCH_NEAR_MATCH_H_

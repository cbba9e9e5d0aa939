// SeenPictures: what pictures of a scan were found to be, by their content, so that one
// content is decoded once, however many copies there are.
//
// Any thread. Who comes while another is at the same content waits for him: it costs no
// processor time. A content that its finder could not finish (a fault, an exception) is
// the next one's to do. Of so many contents the oldest are forgotten, which costs time
// when they are met again and nothing else.
#ifndef WINNOW_SCANNER_EXAMINE_SEEN_PICTURES_H_
#define WINNOW_SCANNER_EXAMINE_SEEN_PICTURES_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "base/digest.h"
#include "base/result.h"
#include "scanner/wire/records.h"

namespace winnow {

// About 700 bytes each.
inline constexpr std::size_t kMostSeenPictures = 131'072;

class SeenPictures {
 public:
  // What the pixels say; nothing of where it was met.
  struct Seen {
    FileOutcome outcome = FileOutcome::hashed;  // as in LookRecord
    std::string reason;
    std::vector<PictureRecord> pictures;
    std::vector<NearRecord> near;
    std::vector<std::string> notes;
  };
  using Look = std::function<Result<Seen>()>;

  // What is known of the content with this digest, or what `look` finds. A digest for
  // which two contents can be made (MD5, SHA-1) is not asked: behind the harmless one
  // the other would never be looked at.
  [[nodiscard]] Result<std::shared_ptr<const Seen>> find(const Digest& digest,
                                                         const Look& look);

 private:
  struct DigestHash {
    std::size_t operator()(const Digest& digest) const;
  };
  void put(const Digest& digest, std::shared_ptr<const Seen> seen);
  void give_up(const Digest& digest);

  std::mutex mutex_;  // guards all below
  std::condition_variable finished_;
  // Null while somebody is at it.
  std::unordered_map<Digest, std::shared_ptr<const Seen>, DigestHash> seen_;
  std::deque<Digest> oldest_;  // of those that are done
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_SEEN_PICTURES_H_

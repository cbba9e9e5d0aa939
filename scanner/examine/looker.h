// Looker: what a content shows and what it holds, however deep: pictures and their PDQ
// hashes, frames of videos, members of archives, documents, mail, caches, databases.
//
// Everything is done to contents whose digests are known. What of a content cannot be
// looked at is said in its LookRecord; no damage of evidence is a fault here. Results
// are a function of the content, its names and the sets: of the same in any thread, any
// order and any process. A content with several names (hard links) is looked at as if
// it had all of them, so that whichever is examined says the same: it is what any of
// its paths makes it (deep_type.h), and what lies beside any of them lies beside it.
// Only whether a name hides what it is, each name is asked (disguise_of()). One thread
// a looker.
#ifndef WINNOW_SCANNER_EXAMINE_LOOKER_H_
#define WINNOW_SCANNER_EXAMINE_LOOKER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digester.h"
#include "base/result.h"
#include "hashsets/hash_set.h"
#include "scanner/examine/content/content_type.h"
#include "scanner/examine/file_content.h"
#include "scanner/examine/memory_gate.h"
#include "scanner/examine/picture_classes.h"
#include "scanner/examine/pictures/picture_decoder.h"
#include "scanner/examine/seen_pictures.h"
#include "scanner/examine/video/video_frames.h"
#include "scanner/examine/wanted_picture.h"
#include "scanner/wire/records.h"
#include "scanner/wire/work_place.h"

namespace winnow {

// Of one file of the exhibit, with all that it holds.
struct LookLimits {
  std::uint32_t members = 65'536;
  unsigned depth = 8;  // of containers within containers
  // A member is looked into only if it is no larger; its digests are taken anyway.
  std::uint64_t member_bytes = std::uint64_t{64} << 20;
  // A picture that is a file by itself is decoded only if it is no larger.
  std::uint64_t picture_bytes = std::uint64_t{256} << 20;
  // All members may come to so much together, or to a multiple of the file.
  std::uint64_t expanded_bytes = std::uint64_t{512} << 20;
  std::uint64_t expanded_ratio = 16;
  std::uint64_t record_bytes = std::uint64_t{64} << 20;  // of all that is said of it
  std::uint32_t named_digests = 65'536;                  // of one content
  std::size_t notes = 16;                                // of one content
};

// The same for all lookers of a scan.
struct LookRules {
  bool takes_pictures = false;  // decodes them
  bool takes_known_pictures = false;
  bool takes_members = true;            // looks at what contents hold
  std::vector<std::uint8_t> distances;  // of near matches, by set
  // What is not looked at again, by the first name of the content and member
  // (look_number()), and why.
  std::map<std::uint64_t, std::string> barred;
  LookLimits limits;
  MemoryGate* memory = nullptr;           // that all lookers share; none: nobody waits
  ReadVideoFrames read_video = nullptr;   // none: videos are not looked at
  const ClassSources* classes = nullptr;  // none: pictures are not told apart
  // If there is one, it alone is decoded, and the look ends with it. Members have the
  // numbers that they have in a scan.
  WantedPicture* wanted = nullptr;
};

// That a content of this type hides behind this name, if it does.
[[nodiscard]] std::optional<HintRecord> disguise_of(ContentType type,
                                                    std::string_view name);

// Whether a scan with these rules looks at contents of this type before its last tier.
[[nodiscard]] bool is_looked_at(ContentType type, const LookRules& rules);

struct Looked {
  ContentType type = ContentType::other;
  // No scan with these rules is sure to look at it before its last tier.
  bool is_late = true;
};

class Looker {
 public:
  // All of these outlive the looker.
  Looker(const Exhibit& exhibit, const FolderIndex& folders,
         const std::vector<HashSet>& sets, const LookRules& rules,
         AlgorithmSet algorithms, SeenPictures& seen, KnownClasses& known_classes,
         WorkMarks& marks);
  ~Looker();

  // Opens what pictures are classed by, if they are: once, before the first of the next
  // two.
  void prepare();

  // Tells of what classes a picture is, and keeps it for when it is looked at, under
  // the first name of the content. Of what cannot be told nothing is kept: to say why
  // is left to look().
  [[nodiscard]] Result<void> glance(const FileRecord& file, const LoadedBatch* loaded);

  // Fills in `look` and `members` of an outcome that is hashed or matched, but for what
  // its name hints at; others stay as they are. Says what the content is; `other` where
  // nothing was filled in. `loaded` as in ContentReader. A fault is a damaged set's, or
  // of a device that went away.
  [[nodiscard]] Result<Looked> look(const FileRecord& file, const LoadedBatch* loaded,
                                    OutcomeRecord& outcome);

 private:
  class Walk;
  struct Opened {
    ContentType type = ContentType::other;
    bool is_by_head = false;           // told by the first bytes
    std::unique_ptr<Content> content;  // or
    std::optional<Fault> why_not;
  };
  [[nodiscard]] Result<Opened> open(const FileRecord& file,
                                    const std::vector<FileId>& names,
                                    const LoadedBatch* loaded);
  [[nodiscard]] Result<std::vector<ClassRecord>> classes_of(const SmallPicture& small);
  [[nodiscard]] Result<SmallPicture> shrink_whole(ContentType type, Content& content);

  const Exhibit& exhibit_;
  const FolderIndex& folders_;
  const std::vector<HashSet>& sets_;
  const LookRules& rules_;
  SeenPictures& seen_;
  KnownClasses& known_classes_;
  WorkMarks& marks_;
  ContentReader reader_;
  Digester digester_;
  PictureDecoder decoder_;
  std::optional<Result<std::unique_ptr<PictureClassifier>>> classifier_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_LOOKER_H_

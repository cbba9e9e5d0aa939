// FileLearner: what a set shall know of a file, from its content.
//
// Small files are read whole and digested side by side, larger ones piece by piece. One
// learner a thread.
#ifndef WINNOW_HASHSETS_LEARNING_FILE_LEARNER_H_
#define WINNOW_HASHSETS_LEARNING_FILE_LEARNER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/batch_digester.h"
#include "base/digest.h"
#include "base/digester.h"
#include "base/result.h"
#include "hashsets/building/block_tables.h"
#include "hashsets/building/spool.h"
#include "hashsets/content_blocks.h"
#include "hashsets/learning/folder_files.h"

namespace winnow {

// Blocks of a file by their kind.
using BlockKindCounts = std::array<std::uint64_t, kBlockKinds>;

struct LearnedFile {
  explicit LearnedFile(const std::string& spool_folder) : blocks(spool_folder) {}

  Digests digests;  // all three
  HeadKey head{};
  BlockKindCounts kinds{};
  Spool blocks;  // the probative ones in their order, a PlacedBlock each
};

// Files of more than this are learned alone.
inline constexpr std::uint64_t kWholeFile = std::uint64_t{1} << 20;

class FileLearner {
 public:
  // `folder` must outlive this; blocks that are too many go to nameless files in
  // `spool_folder`.
  FileLearner(const Fd& folder, std::string spool_folder);

  // Of each file its content, or why it could not be read. Sets the stamps to what the
  // files were when they were read. Together at most a few of kWholeFile, or one file.
  [[nodiscard]] std::vector<Result<LearnedFile>> learn(std::span<FolderFile*> files);

 private:
  Result<std::vector<std::byte>> read_whole(FolderFile& file);
  Result<LearnedFile> learn_large(FolderFile& file);

  const Fd& folder_;
  std::string spool_folder_;
  BatchDigester together_;
  Digester alone_;
};

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_FILE_LEARNER_H_

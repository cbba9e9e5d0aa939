// Learning a set: a folder of reference files in, one `.wset` of full strength out:
// sizes, all digests, head blocks and probative blocks, but no content, and no file
// names unless asked for.
#ifndef WINNOW_HASHSETS_LEARNING_LEARN_H_
#define WINNOW_HASHSETS_LEARNING_LEARN_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/pdq_hash.h"
#include "base/result.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/hash_set.h"
#include "hashsets/learning/file_learner.h"
#include "hashsets/learning/folder_files.h"

namespace winnow {

struct LearnRequest {
  std::string output;  // path of the .wset to write; not inside `folder`
  std::string folder;
  std::string name;  // declared name
  SetType type = SetType::notable;
  // The category of every file; or else, by path, of the CSV file; or else the name of
  // the first folder of the path, where that is a number.
  std::optional<std::int64_t> category = {};
  std::string categories_file = {};  // "" for none
  // What category numbers mean: a shipped profile or a profile file; "" for none.
  std::string profile = {};
  bool keep_names = false;           // entries say the path of their file
  std::string imported_at_utc = {};  // its date, ISO 8601; "" keeps none
  // The PDQ hashes of the picture, or of the frames, with this SHA-256; none if there
  // are no pictures to be had.
  std::function<std::vector<PdqHash>(const Digest& sha256)> pictures_of = {};
  std::uint32_t threads = 1;
  std::uint64_t memory_bytes = std::uint64_t{1} << 30;  // for sorting
};

struct LearnProgress {
  std::uint64_t files_done = 0;
  std::uint64_t files = 0;
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes = 0;
};
// Called a few times a second, by the thread that called learn_set().
using ShowLearnProgress = std::function<void(const LearnProgress&)>;

// What was learned, and what was not and why.
struct LearnReport {
  std::uint64_t files_found = 0;
  std::uint64_t files_learned = 0;
  std::uint64_t files_resumed = 0;   // of these, by an earlier run that was cut off
  std::uint64_t files_empty = 0;     // the digests of no bytes say nothing: left out
  std::uint64_t bytes = 0;           // of the files learned
  std::uint64_t without_blocks = 0;  // files learned, none of whose blocks is probative
  std::uint64_t files_with_pdq = 0;  // files learned
  std::uint64_t unknown_codes = 0;   // files whose category the profile does not know
  BlockKindCounts kinds{};           // of the blocks of the files learned
  std::vector<FolderProblem> unreadable;  // files and folders, by path
  std::vector<std::string> links;         // by path, not followed
  std::vector<std::string> special;       // devices, pipes, sockets
  std::vector<std::string> not_found;     // paths of the CSV file that name no file
  SetWriter::Counts counts;
};

// Whether the request can be carried out at all, before anything is read.
[[nodiscard]] Result<void> check_learn_request(const LearnRequest& request);

// What is unreadable is reported and the rest is learned; on a fault an older file at
// `output` stays as it was. What was learned is kept in `output`.learning until the set
// is written, so that the same request goes on where a killed one stopped. The same
// folder gives the same bytes, whatever the number of threads and of interruptions.
[[nodiscard]] Result<LearnReport> learn_set(const LearnRequest& request,
                                            const ShowLearnProgress& show = {});

}  // namespace winnow

#endif  // WINNOW_HASHSETS_LEARNING_LEARN_H_

// The input is a device with an ext file system from its first byte on, listed and
// mapped as in a scan.
#include "scanner/volumes/ext_walker.h"
#include "tests/evidence/memory_evidence.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {

Violation fuzz_ext_volume(Bytes input) {
  const MemoryEvidence evidence(std::vector<std::byte>(input.begin(), input.end()));
  FileList files;
  std::vector<ProblemRecord> problems;
  WalkGuide guide(untold_marks(), {});
  Walk walk{evidence,    guide,     0,     0,        0, input.size(),
            "/volume-0", 1'000'000, files, problems, {}};
  if (const auto layout =
          read_ext_superblock(walk.evidence, walk.offset, walk.length)) {
    static_cast<void>(walk_ext(walk, *layout));
  }
  for (const FileRecord& file : files) {
    if (!file.path.starts_with(walk.prefix)) return "a path outside the volume";
    std::uint64_t mapped = 0;
    for (const DeviceRun& run : file.runs) {
      if (run.length > file.size - mapped) return file.path + ": runs beyond its size";
      mapped += run.length;
      if (run.is_hole()) continue;
      if (run.offset > input.size() || run.length > input.size() - run.offset) {
        return file.path + ": a run beyond the evidence";
      }
    }
  }
  return {};
}

}  // namespace winnow

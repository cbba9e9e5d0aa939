// Volumes written by the bench's own tools, with a manifest of every content put in:
// other code's NTFS, ext4 and FAT (libntfs-3g, libext2fs, mtools), read by ours.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "scanner/examine/examiner.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

struct Written {
  std::string md5;
  std::uint64_t pieces = 0;
};

class PracticeDigests : public ::testing::Test {
 protected:
  // Writes the volume and takes its inventory; false where the tool cannot run.
  bool make(const std::string& tool, const std::string& recipe) {
    const std::string command = tool + " " + folder_.write("recipe", recipe) + " " +
                                folder_.path("image") + " " + folder_.path("manifest") +
                                " > /dev/null 2>&1";
    if (std::system(command.c_str()) != 0) return false;
    image_.emplace(file_bytes(folder_.path("image")));
    inventory_ = take_inventory(*image_);
    return true;
  }
  // Path to what was written, of live files: the manifest is path, size, MD5, state,
  // kind, runs, offset.
  [[nodiscard]] std::map<std::string, Written> written() const {
    std::istringstream lines(TempFolder::read(folder_.path("manifest")));
    std::map<std::string, Written> all;
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      std::istringstream fields(line);
      std::string f[7];
      for (std::string& field : f) std::getline(fields, field, '\t');
      if (f[3] == "live" && f[4] != "folder") all[f[0]] = {f[2], std::stoull(f[5])};
    }
    return all;
  }
  [[nodiscard]] std::map<std::string, std::string> hashed() const {
    std::vector<bool> wanted(inventory_.files.size(), true);
    Examiner examiner({&*image_, -1, &inventory_}, AlgorithmSet::all(), untold_marks());
    LoadedBatch loaded;
    std::map<FileId, std::string> by_id;
    const auto batches = plan_in_device_order(inventory_, wanted, kStreams);
    for (const Batch& batch : batches) {
      loaded.batch = &batch;
      const bool gathered = batch.kind == Batch::Kind::gathered;
      if (gathered) load_batch(*image_, loaded);
      for (const auto& outcome :
           examiner.examine(batch, gathered ? &loaded : nullptr)) {
        if (outcome.outcome != FileOutcome::hashed) continue;
        by_id[outcome.file] = outcome.digests.get(Algorithm::md5)->hex();
      }
    }
    std::map<std::string, std::string> digests;
    for (const FileRecord& file : inventory_.files) {
      if (!file.allocated) continue;
      const FileId id =
          file.same_content_as == kNoFile ? file.id : file.same_content_as;
      digests[file.path.substr(std::string("/volume-0/").size())] = by_id[id];
    }
    return digests;
  }
  void expect_all_as_written() {
    const auto digests = hashed();
    const auto all = written();
    ASSERT_FALSE(all.empty());
    for (const auto& [path, what] : all) {
      const auto found = digests.find(path);
      ASSERT_NE(found, digests.end()) << path << " is not listed";
      EXPECT_EQ(found->second, what.md5) << path;
      for (const FileRecord& file : inventory_.files) {
        if (file.path != "/volume-0/" + path || file.content != ContentKind::runs)
          continue;
        EXPECT_EQ(file.runs.size(), what.pieces) << path;
      }
    }
  }

  TempFolder folder_;
  std::optional<MemoryEvidence> image_;
  Inventory inventory_;
};

#ifdef WINNOW_MAKE_NTFS
TEST_F(PracticeDigests, OfNtfs) {
  if (!make(WINNOW_MAKE_NTFS,
            "volume size=32MiB\n"
            "file small noise:1:20\n"
            "file \"two words/packed\" text:2:300KiB packed\n"
            "file large noise:3:6MiB\n"
            "stream small hidden text:4:9000\n"
            "link \"two words/other name\" small\n"
            "pieces divided noise:5:1MiB 60\n"
            "file gone noise:6:50KiB\n"
            "crowd many 300 4\n"
            "delete gone\n")) {
    GTEST_SKIP() << "make_ntfs cannot run here (it needs mkntfs)";
  }
  expect_all_as_written();
}
#endif

#ifdef WINNOW_MAKE_EXT4
TEST_F(PracticeDigests, OfExt4) {
  if (!make(WINNOW_MAKE_EXT4,
            "volume size=24MiB unit=1024\n"
            "file small noise:1:20\n"
            "file \"two words/text\" text:2:300KiB\n"
            "file large noise:3:6MiB\n"
            "link \"two words/other name\" small\n"
            "pieces divided noise:5:1MiB 700\n"  // several leaf blocks of extents
            "folder-pieces archive 400\n"
            "file gone noise:6:50KiB\n"
            "crowd many 300 4\n"
            "delete gone\n")) {
    GTEST_SKIP() << "make_ext4 cannot run here (it needs mke2fs)";
  }
  expect_all_as_written();
}
#endif

#ifdef WINNOW_MAKE_FAT
TEST_F(PracticeDigests, OfFat32) {
  if (!make(WINNOW_MAKE_FAT,
            "volume size=40MiB offset=1MiB\n"
            "file small noise:1:20\n"
            "file \"two words/text\" text:2:300KiB\n"
            "file large noise:3:6MiB\n"
            "pieces divided noise:5:1MiB 60\n"
            "file gone noise:6:50KiB\n"
            "crowd many 300 4\n"
            "delete gone\n")) {
    GTEST_SKIP() << "make_fat cannot run here (it needs mkfs.fat and mtools)";
  }
  expect_all_as_written();
}
#endif

}  // namespace
}  // namespace winnow

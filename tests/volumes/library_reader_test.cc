#include "scanner/volumes/library_reader.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "base/digester.h"
#include "scanner/volumes/inventory.h"
#include "tests/base/temp_folder.h"
#include "tests/evidence/memory_evidence.h"

namespace winnow {
namespace {

TEST(LibraryReader, RefusesAVolumeThatIsNotTheLibrarys) {
  const MemoryEvidence evidence(4096);
  const std::vector<std::optional<LibraryVolume>> volumes(1);
  LibraryReader reader(evidence, volumes);
  FileRecord file;
  file.content = ContentKind::library;
  for (const std::uint32_t volume : {0u, 1u, 77u}) {
    file.volume = volume;
    const auto read = reader.read(file, [](Bytes) {});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().kind, FaultKind::unsupported);
  }
}

TEST(LibraryReader, FaultsWhereTheVolumeCannotBeOpened) {
  const MemoryEvidence evidence(1 << 20);
  const std::vector<std::optional<LibraryVolume>> volumes = {
      LibraryVolume{0, 1 /* NTFS */, false, 0}};
  LibraryReader reader(evidence, volumes);
  EXPECT_FALSE(reader.read(FileRecord(), [](Bytes) {}));
}

#ifdef WINNOW_MAKE_NTFS

// An NTFS volume with compressed files, written by the bench's own tool through
// libntfs-3g, with the digests of what was put in.
class CompressedNtfs : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string recipe = folder_.write("recipe",
                                             "volume size=16MiB\n"
                                             "file packed.txt text:1:300KiB packed\n"
                                             "file noise.bin noise:2:200KiB packed\n"
                                             "file plain.txt text:3:100KiB\n");
    const std::string command = std::string(WINNOW_MAKE_NTFS) + " " + recipe + " " +
                                folder_.path("image") + " " + folder_.path("manifest") +
                                " > /dev/null 2>&1";
    if (std::system(command.c_str()) != 0) {
      GTEST_SKIP() << "make_ntfs cannot run here (it needs mkntfs)";
    }
    image_.emplace(file_bytes(folder_.path("image")));
    inventory_ = take_inventory(*image_);
  }

  [[nodiscard]] FileRecord find(const std::string& name) const {
    for (const FileRecord& file : inventory_.files) {
      if (file.path == "/volume-0/" + name) return file;
    }
    ADD_FAILURE() << name << " is not listed";
    return inventory_.files.front();
  }
  // From the manifest: path, size, MD5, ...
  [[nodiscard]] std::string md5_put_in(const std::string& name) const {
    std::ifstream manifest(folder_.path("manifest"));
    for (std::string line; std::getline(manifest, line);) {
      std::istringstream words(line);
      std::string path;
      std::string size;
      std::string md5;
      words >> path >> size >> md5;
      if (path == name) return md5;
    }
    return "";
  }

  TempFolder folder_;
  std::optional<MemoryEvidence> image_;
  Inventory inventory_;
};

TEST_F(CompressedNtfs, IsUnpacked) {
  LibraryReader reader(*image_, inventory_.library_volumes);
  for (const char* name : {"packed.txt", "noise.bin"}) {
    const FileRecord& file = find(name);
    ASSERT_EQ(file.content, ContentKind::library) << name;
    Digester digester(AlgorithmSet::all());
    std::uint64_t bytes = 0;
    const auto read = reader.read(file, [&](Bytes piece) {
      bytes += piece.size();
      digester.update(piece);
    });
    ASSERT_TRUE(read) << read.error().line();
    EXPECT_EQ(bytes, file.size) << name;
    EXPECT_EQ(digester.finish().get(Algorithm::md5)->hex(), md5_put_in(name)) << name;
  }
  EXPECT_EQ(find("plain.txt").content, ContentKind::runs);
}

// libtsk 4.11.1 turns some failed reads into zeros and success.
TEST_F(CompressedNtfs, IsAFaultWhereItCannotBeRead) {
  const FileRecord file = find("noise.bin");
  ASSERT_FALSE(file.runs.empty());
  image_->fail(file.runs[0].offset, 512);
  LibraryReader reader(*image_, inventory_.library_volumes);
  const auto read = reader.read(file, [](Bytes) {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, FaultKind::io);
}

#endif

}  // namespace
}  // namespace winnow

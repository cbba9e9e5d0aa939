#include "scanner/examine/content_reader.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <string>

#include "base/file.h"
#include "tests/base/temp_folder.h"
#include "tests/examine/examined_files.h"

namespace winnow {
namespace {

// Everything a reader gives, holes as zeros.
class Collector {
 public:
  ContentSink sink() {
    return {[this](Bytes bytes) { got_ += text_of(bytes); },
            [this](std::uint64_t zeros) {
              got_.append(static_cast<std::size_t>(zeros), '\0');
            }};
  }
  [[nodiscard]] const std::string& got() const { return got_; }

 private:
  std::string got_;
};

TEST(ContentReader, GivesRunsInFileOrder) {
  ExaminedFiles files(1 << 16);
  const FileId id = files.add({{5000, 100}, {Run::kHole, 50}, {10, 1000}, {5000, 1}});
  ContentReader reader(files.exhibit());
  Collector collector;
  Runs bad;
  ASSERT_TRUE(reader.read(files.inventory.files[id], nullptr, collector.sink(), bad));
  EXPECT_EQ(collector.got(), files.content(id));
}

TEST(ContentReader, GivesResidentContentAndNothingOfNone) {
  ExaminedFiles files(512);
  const FileId resident = files.add_resident("inside");
  const FileId none = files.add_none(FileOutcome::skipped, "why");
  ContentReader reader(files.exhibit());
  Collector collector;
  Runs bad;
  ASSERT_TRUE(reader.read(files.inventory.files[none], nullptr, collector.sink(), bad));
  EXPECT_EQ(collector.got(), "");
  ASSERT_TRUE(
      reader.read(files.inventory.files[resident], nullptr, collector.sink(), bad));
  EXPECT_EQ(collector.got(), "inside");
}

TEST(ContentReader, GivesWhatStandsBeforeAFaultAndSaysWhereItIs) {
  ExaminedFiles files(8 << 20);
  const FileId id = files.add({{100, 50}, {1000, 3 << 20}});
  files.evidence.fail((2 << 20) + 77, 1);
  ContentReader reader(files.exhibit());
  Collector collector;
  Runs bad;
  const auto read =
      reader.read(files.inventory.files[id], nullptr, collector.sink(), bad);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, FaultKind::io);
  EXPECT_EQ(read.error().offset, (2u << 20) + 77);
  EXPECT_GE(collector.got().size(), 50u);
  EXPECT_EQ(files.content(id).find(collector.got()), 0u);
  EXPECT_EQ(bad, (Runs{{(2 << 20) + 77, 435}}));
}

TEST(ContentReader, TriesAllThatFollowsAFault) {
  ExaminedFiles files(8 << 20);
  const FileId id = files.add({{4096, 2048}, {1 << 20, 4 << 20}, {0, 100}});
  files.evidence.fail(5120, 512);
  files.evidence.fail(2 << 20, 1024);
  files.evidence.fail(3 << 20, 512);
  files.evidence.fail(6 << 20, 512);  // not the file's
  files.evidence.fail(0, 512);
  ContentReader reader(files.exhibit());
  Collector collector;
  Runs bad;
  const auto read =
      reader.read(files.inventory.files[id], nullptr, collector.sink(), bad);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().offset, 5120u);
  EXPECT_EQ(collector.got(), files.content(id).substr(0, 1024));
  EXPECT_EQ(bad, (Runs{{5120, 512}, {2 << 20, 1024}, {3 << 20, 512}, {0, 100}}));
}

TEST(ContentReader, KnowsNothingOfAFileOnceTheDeviceIsGone) {
  ExaminedFiles files(4 << 20);
  const FileId id = files.add({{0, 3 << 20}});
  files.evidence.pull_after(1);
  ContentReader reader(files.exhibit());
  Collector collector;
  Runs bad;
  const auto read =
      reader.read(files.inventory.files[id], nullptr, collector.sink(), bad);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, FaultKind::gone);
  EXPECT_TRUE(bad.empty());
}

TEST(LoadedBatch, FindsEachRunUnlessItCannotBeRead) {
  ExaminedFiles files(1 << 20);
  Batch batch;
  batch.reads = {{1000, 100, 0}, {5000, 200, 100}};
  batch.buffer_bytes = 300;
  files.evidence.fail(5120, 512);
  LoadedBatch loaded;
  loaded.batch = &batch;
  load_batch(files.evidence, loaded);
  const auto all = loaded.find({1000, 100});
  ASSERT_TRUE(all);
  EXPECT_EQ(text_of(*all), text_of(files.evidence.bytes().subspan(1000, 100)));
  const auto inside = loaded.find({1040, 60});
  ASSERT_TRUE(inside);
  EXPECT_EQ(text_of(*inside), text_of(files.evidence.bytes().subspan(1040, 60)));
  EXPECT_TRUE(loaded.find({5000, 120}));  // before the damage, in the same read
  const DeviceRun absent[] = {
      {5100, 21},  {5150, 5},
      {5000, 200},  // damaged
      {999, 1},    {1099, 2},
      {1100, 1},  // not in a read
      {6000, 1},   {1050, ~std::uint64_t{0}},
  };
  for (const DeviceRun& run : absent) {
    EXPECT_FALSE(loaded.find(run)) << run.offset << "+" << run.length;
  }
}

TEST(LoadedBatch, MayBeUsedAgainForASmallerBatch) {
  ExaminedFiles files(1 << 20);
  LoadedBatch loaded;
  Batch large;
  large.reads = {{0, 1000, 0}, {5000, 1000, 1000}};
  large.buffer_bytes = 2000;
  loaded.batch = &large;
  load_batch(files.evidence, loaded);
  Batch small;
  small.reads = {{300, 10, 0}};
  small.buffer_bytes = 10;
  loaded.batch = &small;
  load_batch(files.evidence, loaded);
  const auto found = loaded.find({300, 10});
  ASSERT_TRUE(found);
  EXPECT_EQ(text_of(*found), text_of(files.evidence.bytes().subspan(300, 10)));
  EXPECT_FALSE(loaded.find({5000, 10}));
}

// ---- a folder of the host ----

class FolderContent : public ::testing::Test {
 protected:
  // Reads the file `name` as the inventory lists it now.
  Result<void> read(const std::string& name, Collector& collector) {
    for (const FileRecord& file : inventory_.files) {
      if (inventory_.folder_paths[file.id] != name) continue;
      ContentReader reader({nullptr, fd_.get(), &inventory_});
      Runs bad;
      return reader.read(file, nullptr, collector.sink(), bad);
    }
    return Fault{FaultKind::missing, "not listed", name, {}};
  }
  void list() {
    auto fd = open_read_only(folder_.path("."));
    ASSERT_TRUE(fd);
    fd_ = std::move(*fd);
    inventory_ = take_folder_inventory(fd_.get());
  }

  TempFolder folder_;
  Fd fd_;
  Inventory inventory_;
};

TEST_F(FolderContent, IsReadWhole) {
  std::string content;
  for (int i = 0; i < 400'000; ++i) content += std::to_string(i);  // over 2 MiB
  std::filesystem::create_directory(folder_.path("d"));
  folder_.write("d/bad\xffname", content);
  list();
  Collector collector;
  ASSERT_TRUE(read("d/bad\xffname", collector));
  EXPECT_EQ(collector.got(), content);
}

TEST_F(FolderContent, ThatShrankIsAFault) {
  folder_.write("a", "1234567890");
  list();
  folder_.write("a", "123");
  Collector collector;
  const auto result = read("a", collector);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().offset, 3u);
}

TEST_F(FolderContent, ThatBecameALinkOrAPipeIsNotFollowed) {
  const TempFolder outside;
  outside.write("secret", "1234567890");
  folder_.write("a", "1234567890");
  folder_.write("b", "1234567890");
  list();
  std::filesystem::remove(folder_.path("a"));
  std::filesystem::create_symlink(outside.path("secret"), folder_.path("a"));
  std::filesystem::remove(folder_.path("b"));
  ASSERT_EQ(::mkfifo(folder_.path("b").c_str(), 0600), 0);
  Collector collector;
  EXPECT_FALSE(read("a", collector));
  EXPECT_FALSE(read("b", collector));
  EXPECT_EQ(collector.got(), "");
}

}  // namespace
}  // namespace winnow

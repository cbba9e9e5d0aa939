#include "scanner/pipeline/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/file.h"
#include "tests/evidence/sample_images.h"
#include "tests/pipeline/scan_jobs.h"

namespace winnow {
namespace {

constexpr unsigned kThreads[] = {1, 2, 8};

// The same job by the twin and by so many threads: the same messages.
void expect_same_messages(PlannedScan& planned, std::size_t at_least) {
  SentFrames serial;
  const auto result = scan(planned, kSerially, serial);
  ASSERT_TRUE(result) << result.error().line();
  ASSERT_GE(serial.frames.size(), at_least);
  for (const unsigned threads : kThreads) {
    SentFrames parallel;
    const auto scanned = scan(planned, threads, parallel);
    ASSERT_TRUE(scanned) << scanned.error().line();
    EXPECT_EQ(parallel.in_one_order(), serial.in_one_order()) << threads << " threads";
  }
}

TEST(Pipeline, SendsWhatTheSerialTwinSends) {
  for (const std::uint32_t seed : {1u, 2u, 3u}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ExaminedFiles files(32 << 20, seed);
    fill_with_files(files, seed);
    std::string list;
    for (FileId id = 0; id < 100; ++id) {
      list += openssl_hex(EVP_md5(), files.content(id)) + "\n";
    }
    const TempFolder folder;
    std::vector<HashSet> sets;
    sets.push_back(std::move(*built_set(folder, list)));
    PlannedScan planned(files.exhibit(), sets);
    expect_same_messages(planned, 600);
  }
}

TEST(Pipeline, SendsTheSameWithHardlyAnyMemory) {
  ExaminedFiles files(16 << 20);
  fill_with_files(files, 7);
  const std::vector<HashSet> sets;
  PlannedScan planned(files.exhibit(), sets);
  SentFrames serial;
  ASSERT_TRUE(scan(planned, kSerially, serial));
  SentFrames parallel;
  ASSERT_TRUE(scan(planned, 8, parallel, 0));
  EXPECT_EQ(parallel.in_one_order(), serial.in_one_order());
}

TEST(Pipeline, OfNothingTellsOnlyOfItsTiers) {
  const ExaminedFiles files(512);
  const std::vector<HashSet> sets;
  for (const unsigned threads : {kSerially, 1u, 4u}) {
    PlannedScan planned(files.exhibit(), sets);
    SentFrames sent;
    EXPECT_TRUE(scan(planned, threads, sent));
    EXPECT_EQ(sent.all<TierDone>().size(), 2u);
    EXPECT_EQ(sent.all<TierPlanned>().size(), 2u);
    EXPECT_EQ(sent.frames.size(), 4u);
  }
}

TEST(Pipeline, StopsWhenNobodyListens) {
  ExaminedFiles files(16 << 20);
  fill_with_files(files, 11);
  const std::vector<HashSet> sets;
  PlannedScan planned(files.exhibit(), sets);
  SentFrames whole;
  ASSERT_TRUE(scan(planned, kSerially, whole));
  for (const std::size_t limit : {std::size_t{0}, std::size_t{1}, std::size_t{250}}) {
    for (const unsigned threads : {kSerially, 1u, 2u, 8u}) {
      SentFrames sent;
      sent.limit = limit;
      const auto result = scan(planned, threads, sent);
      ASSERT_FALSE(result) << threads << " threads";
      EXPECT_EQ(result.error().what, "channel closed");
      ASSERT_EQ(sent.frames.size(), limit);
      // Nothing else than a scan that is heard to its end says.
      const auto said = sent.in_one_order();
      const auto all = whole.in_one_order();
      for (const std::string& frame : said) {
        EXPECT_NE(std::find(all.begin(), all.end(), frame), all.end());
      }
    }
  }
}

// After a fault no stage sends again, however many batches are under way.
TEST(Pipeline, AsksABrokenChannelOnce) {
  ExaminedFiles files(32 << 20);
  fill_with_files(files, 12);
  const std::vector<HashSet> sets;
  for (const unsigned threads : kThreads) {
    PlannedScan planned(files.exhibit(), sets);
    int asked = 0;
    planned.job.send = [&asked](const Message&) -> Result<void> {
      ++asked;
      return Fault{FaultKind::io, "channel closed", "", {}};
    };
    SentFrames unused;
    EXPECT_FALSE(scan(planned, threads, unused));
    EXPECT_EQ(asked, 1) << threads << " threads";
  }
}

TEST(Pipeline, FaultsOnADamagedSet) {
  ExaminedFiles files(1 << 20);
  const FileId id = files.add({{0, 1000}});
  const TempFolder folder;
  const auto request =
      request_for(folder, openssl_hex(EVP_sha256(), files.content(id)) + "\n");
  ASSERT_TRUE(build_set(request));
  auto bytes = bytes_in(request.output);
  const auto listed = parse_digest(openssl_hex(EVP_sha256(), files.content(id)));
  const auto at = std::search(bytes.begin(), bytes.end(), listed->value.begin(),
                              listed->value.end());
  ASSERT_NE(at, bytes.end());
  at[31] ^= std::byte{1};
  auto set = open_bytes(bytes);
  ASSERT_TRUE(set) << set.error().line();
  std::vector<HashSet> sets;
  sets.push_back(std::move(*set));
  for (const unsigned threads : {kSerially, 1u, 2u, 8u}) {
    PlannedScan planned(files.exhibit(), sets);
    SentFrames sent;
    const auto result = scan(planned, threads, sent);
    ASSERT_FALSE(result) << threads << " threads";
    EXPECT_TRUE(sent.all<OutcomeKnown>().empty());
  }
}

TEST(Pipeline, ScansAFolder) {
  const TempFolder folder;
  std::filesystem::create_directory(folder.path("d"));
  for (int i = 0; i < 200; ++i) {
    folder.write("d/" + std::to_string(i),
                 std::string(static_cast<std::size_t>(i) * 977, 'x'));
  }
  std::filesystem::create_hard_link(folder.path("d/7"), folder.path("other"));
  const auto fd = open_read_only(folder.path("."));
  ASSERT_TRUE(fd);
  const Inventory inventory = take_folder_inventory(fd->get());
  const std::vector<HashSet> sets;
  PlannedScan planned({nullptr, fd->get(), &inventory}, sets);
  expect_same_messages(planned, 201);
}

class PipelineSamples : public SampleTest {};

TEST_F(PipelineSamples, SendWhatTheSerialTwinSends) {
  for (const std::string name :
       {"sleuthkit/image.E01", "plaso/image.vmdk", "dfvfs/image.vhd", "dfvfs/apfs.raw",
        "dfvfs/hfsplus.raw", "dfir_ntfs/ntfs3.raw", "go-exfat/test/assets/test.exfat",
        "dfir_ntfs/fat16.raw", "go-ext4/assets/hierarchy_64.ext4"}) {
    SCOPED_TRACE(name);
    const auto sample = open_sample({"images/" + name});
    ASSERT_TRUE(sample) << sample.error().line();
    const Inventory inventory = take_inventory(*sample->opened.bytes);
    const std::vector<HashSet> sets;
    PlannedScan planned({sample->opened.bytes.get(), -1, &inventory}, sets);
    ASSERT_NO_FATAL_FAILURE(expect_same_messages(planned, inventory.files.size()));
  }
}

}  // namespace
}  // namespace winnow

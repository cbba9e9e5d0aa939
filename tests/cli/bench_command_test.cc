// Measuring a device: what it is in use for, how it is read, and what is made of that.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "drivers/cli/bench_report.h"
#include "drivers/cli/bench_stages.h"
#include "drivers/devices/device_reads.h"
#include "drivers/devices/device_uses.h"
#include "tests/base/temp_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

// ---- uses ----

// Tables of an invented system: the disk 8:0 with the partitions 8:1 and 8:2, and
// 253:0, which is made of 8:2.
class Uses : public testing::Test {
 protected:
  void SetUp() override {
    tables_.mounts = folder_.write("mountinfo", "");
    tables_.swaps = folder_.write("swaps", "Filename Type Size Used Priority\n");
    tables_.numbers = folder_.path("numbers");
    tables_.devices = folder_.path("devices");
    add("devices/sda", "8:0");
    add_partition("devices/sda/sda1", "8:1");
    add_partition("devices/sda/sda2", "8:2");
    add("devices/dm-0", "253:0");
    fs::create_directories(folder_.path("devices/sda/sda2/holders"));
    fs::create_directory_symlink(folder_.path("devices/dm-0"),
                                 folder_.path("devices/sda/sda2/holders/dm-0"));
  }

  void add(const std::string& place, const std::string& number) {
    fs::create_directories(folder_.path(place));
    folder_.write(place + "/dev", number + "\n");
    fs::create_directories(folder_.path("numbers"));
    fs::create_directory_symlink(folder_.path(place),
                                 folder_.path("numbers/" + number));
  }
  void add_partition(const std::string& place, const std::string& number) {
    add(place, number);
    folder_.write(place + "/partition", "1\n");
  }
  void mount(const std::string& number, const std::string& place) {
    mounts_ += "36 35 " + number + " / " + place +
               " rw,noatime shared:1 master:2 - ext4 /dev/invented rw\n";
    folder_.write("mountinfo", mounts_);
  }
  static struct stat block_device(unsigned major, unsigned minor) {
    struct stat info {};
    info.st_mode = S_IFBLK;
    info.st_rdev = makedev(major, minor);
    return info;
  }
  [[nodiscard]] std::vector<std::string> uses(const struct stat& info) const {
    return uses_of(info, tables_);
  }

  TempFolder folder_;
  SystemTables tables_;
  std::string mounts_;
};

TEST_F(Uses, AnIdleDeviceHasNone) {
  mount("8:16", "/elsewhere");
  EXPECT_TRUE(uses(block_device(8, 1)).empty());
  EXPECT_TRUE(uses(block_device(7, 7)).empty());  // of which the tables know nothing
}

TEST_F(Uses, AMountedPartitionIsAUseOfItsDisk) {
  mount("8:1", "/mnt");
  const std::vector<std::string> mounted = {"8:1 is mounted at /mnt"};
  EXPECT_EQ(uses(block_device(8, 1)), mounted);
  const auto disk = uses(block_device(8, 0));
  EXPECT_NE(std::find(disk.begin(), disk.end(), mounted[0]), disk.end());
  // Its neighbour is no part of it.
  for (const std::string& use : uses(block_device(8, 2))) EXPECT_NE(use, mounted[0]);
}

TEST_F(Uses, AMountedDiskIsAUseOfItsPartitions) {
  mount("8:0", "/mnt");
  EXPECT_EQ(uses(block_device(8, 1)),
            std::vector<std::string>{"8:0 is mounted at /mnt"});
}

TEST_F(Uses, WhatIsMadeOfADeviceIsAUse) {
  EXPECT_EQ(uses(block_device(8, 2)), std::vector<std::string>{"8:2 is part of dm-0"});
  mount("253:0", "/encrypted");
  const std::vector<std::string> both = {"253:0 is mounted at /encrypted",
                                         "8:2 is part of dm-0"};
  EXPECT_EQ(uses(block_device(8, 2)), both);
  EXPECT_EQ(uses(block_device(8, 0)), both);
}

TEST_F(Uses, AFileIsInUseWhereItsLoopIsMounted) {
  const std::string image = folder_.write("image", "content");
  add("devices/loop0", "7:0");
  fs::create_directories(folder_.path("devices/loop0/loop"));
  folder_.write("devices/loop0/loop/backing_file", image + "\n");
  struct stat info {};
  ASSERT_EQ(::stat(image.c_str(), &info), 0);
  EXPECT_EQ(devices_over(info, tables_), std::set<std::string>{"7:0"});
  EXPECT_TRUE(uses(info).empty());
  mount("7:0", "/loop");
  EXPECT_EQ(uses(info), std::vector<std::string>{"7:0 is mounted at /loop"});
}

// ---- reads ----

class Reads : public testing::Test {
 protected:
  void SetUp() override {
    path_ = folder_.write("device", std::string(3 << 20, 'x') + "tail");
  }
  // The access modes of all descriptors of this program that lead to the device.
  [[nodiscard]] std::vector<int> access_modes() const {
    std::vector<int> modes;
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
      std::error_code error;
      if (fs::read_symlink(entry.path(), error) != path_) continue;
      const int fd = std::stoi(entry.path().filename().string());
      modes.push_back(::fcntl(fd, F_GETFL) & O_ACCMODE);
    }
    return modes;
  }

  TempFolder folder_;
  std::string path_;
};

TEST_F(Reads, TheDeviceIsOpenForReadingOnly) {
  const auto device = BenchDevice::open(path_);
  ASSERT_TRUE(device);
  const auto modes = access_modes();
  EXPECT_EQ(modes.size(), device->can_be_direct() ? 2u : 1u);
  for (const int mode : modes) EXPECT_EQ(mode, O_RDONLY);
}

TEST_F(Reads, CountsWhatItReads) {
  auto device = BenchDevice::open(path_);
  ASSERT_TRUE(device);
  for (const bool is_random : {false, true}) {
    for (const bool is_direct : {false, device->can_be_direct()}) {
      const ReadPlan plan{is_direct, is_random, false, 65536, 4};
      const ReadSample sample =
          device->measure(plan, BenchSeconds(0.05), BenchSeconds(0.01));
      EXPECT_GT(sample.reads, 0u);
      EXPECT_EQ(sample.errors, 0u);
      EXPECT_EQ(sample.bytes, sample.reads * 65536);
      EXPECT_GE(sample.seconds, 0.05);
      EXPECT_GT(sample.p50, 0u);
      EXPECT_LE(sample.p50, sample.p95);
      EXPECT_LE(sample.p95, sample.p99);
      std::uint64_t bytes = 0;
      for (const std::uint64_t one : sample.by_interval) bytes += one;
      EXPECT_EQ(bytes, sample.bytes);
      EXPECT_EQ(sample.device_bytes.has_value(), device->tells_device_bytes());
      if (sample.device_bytes) {
        EXPECT_LE(*sample.device_bytes, sample.bytes);
      }
    }
  }
  EXPECT_EQ(TempFolder::read(path_), std::string(3 << 20, 'x') + "tail");
}

TEST_F(Reads, WhatIsLargerThanTheDeviceIsNotRead) {
  auto device = BenchDevice::open(path_);
  ASSERT_TRUE(device);
  const ReadSample none = device->measure({false, false, false, 4u << 20, 2},
                                          BenchSeconds(1), BenchSeconds(1));
  EXPECT_EQ(none.reads, 0u);
  EXPECT_EQ(none.rate(), 0);
}

TEST_F(Reads, OnlyDevicesAndFiles) {
  EXPECT_FALSE(BenchDevice::open(folder_.path("missing")));
  EXPECT_FALSE(BenchDevice::open("/dev/null"));
  EXPECT_FALSE(BenchDevice::open(folder_.path("")));
  EXPECT_FALSE(BenchDevice::open(folder_.write("short", std::string(4095, 'x'))));
}

// ---- what is made of it ----

TEST(Stages, EachIsMeasuredWithOneThreadAndWithAll) {
  const auto samples = measure_stages(nullptr, 2, BenchSeconds(0.2));
  ASSERT_TRUE(samples);
  EXPECT_EQ(samples->size(), 12u);
  for (const StageSample& sample : *samples) {
    EXPECT_GT(sample.rate(), 0u) << sample.stage;
    EXPECT_EQ(sample.rates.size(), 3u);
  }
}

BenchReport invented_report() {
  BenchReport report;
  report.device = "device\n";
  report.size_bytes = 1 << 20;
  report.threads = 4;
  report.interval_seconds = 0.5;
  ReadSample read;
  read.plan = {true, false, false, 65536, 8};
  read.seconds = 1;
  read.reads = 1;
  read.bytes = 1'000'000'000;
  read.device_bytes = 900'000'000;
  read.latencies = {5, 7};
  report.reads = {read};
  report.sustained = read;
  report.sustained.by_interval = {3, 4};
  report.stages = {{kDigestStage, 1, {300'000'000, 400'000'000, 1}},
                   {kDigestStage, 4, {1'200'000'000}},
                   {kBlockStage, 1, {2'000'000'000}},
                   {kBlockStage, 4, {8'000'000'000}},
                   {kSetStage, 1, {1'000'000'000}},
                   {kSetStage, 4, {4'000'000'000}}};
  return report;
}

TEST(Expected, TheSlowestHoldsTheRest) {
  const auto expected = expected_of(invented_report());
  ASSERT_EQ(expected.size(), 3u);  // 1, 2 and 4 threads
  EXPECT_EQ(expected[0].files, 300'000'000u);
  EXPECT_EQ(expected[0].files_held_by, kDigestStage);
  EXPECT_EQ(expected[0].rest, 666'666'666u);
  EXPECT_EQ(expected[0].rest_held_by, kSetStage);
  EXPECT_EQ(expected[1].files, 600'000'000u);
  EXPECT_EQ(expected[2].threads, 4u);
  EXPECT_EQ(expected[2].files, 1'000'000'000u);
  EXPECT_EQ(expected[2].files_held_by, "device");
  EXPECT_EQ(expected[2].rest_held_by, "device");
}

TEST(Report, TheDocumentHoldsEverySample) {
  rapidjson::Document json;
  json.Parse(bench_json(invented_report()).c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_EQ(json["version"].GetUint(), 1u);
  EXPECT_STREQ(json["device"]["path"].GetString(), "device\\x0a");
  const auto& read = json["reads"][0];
  EXPECT_EQ(read["device_bytes"].GetUint64(), 900'000'000u);
  EXPECT_EQ(read["cache_bytes"].GetUint64(), 100'000'000u);
  EXPECT_EQ(read["latency_ns"]["samples"].Size(), 2u);
  EXPECT_EQ(json["sustained"]["samples"][1].GetUint64(), 4u);
  EXPECT_EQ(json["stages"][0]["samples"].Size(), 3u);
  EXPECT_EQ(json["stages"][0]["bytes_per_second"].GetUint64(), 300'000'000u);
  EXPECT_EQ(json["expected"][0]["rest_held_by"], "set look-up");
}

TEST(Report, TheTablesNameTheLimit) {
  const std::string text = bench_text(invented_report());
  EXPECT_NE(text.find("limit of 1,000 MB/s"), std::string::npos) << text;
  EXPECT_NE(text.find("digests"), std::string::npos);
}

}  // namespace
}  // namespace winnow

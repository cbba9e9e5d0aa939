// FAT32 by mkfs.fat and mtools, one command a step: slow per file and good enough for
// the few dozen files of a practice stick. With an offset, the volume lies behind a
// partition table with one entry.
//
// Fragments: mtools takes the next free cluster after the last one it took. To scatter,
// every second cluster from there on is marked used in both allocation tables, and the
// marks are taken off afterwards.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "bench/practice/volume_writer.h"

namespace winnow::practice {
namespace {

constexpr std::uint64_t kSectorBytes = 512;
constexpr std::size_t kPartitionEntry = 446;
constexpr std::uint64_t kEndOfChain = 0x0fffffff;

void put_u32(ByteVector& bytes, std::size_t offset, std::uint64_t value) {
  for (std::size_t i = 0; i < 4; ++i) {
    bytes[offset + i] = static_cast<unsigned char>(value >> (8 * i));
  }
}

std::uint64_t number_at(const ByteVector& bytes, std::size_t offset,
                        std::size_t length) {
  std::uint64_t value = 0;
  for (std::size_t i = length; i-- > 0;) value = value << 8 | bytes[offset + i];
  return value;
}

// One active-less primary partition, FAT32 with LBA (type 0x0c), to the end of the
// image.
ByteVector partition_table(const VolumeOrder& order) {
  ByteVector sector(kSectorBytes);
  const unsigned char out_of_reach[3] = {0xfe, 0xff, 0xff};  // for cylinder addresses
  std::memcpy(&sector[kPartitionEntry + 1], out_of_reach, 3);
  sector[kPartitionEntry + 4] = 0x0c;
  std::memcpy(&sector[kPartitionEntry + 5], out_of_reach, 3);
  put_u32(sector, 440, 0x57696e6e);  // the disk's signature
  put_u32(sector, kPartitionEntry + 8, order.offset_bytes / kSectorBytes);
  put_u32(sector, kPartitionEntry + 12,
          (order.size_bytes - order.offset_bytes) / kSectorBytes);
  sector[510] = 0x55;
  sector[511] = 0xaa;
  return sector;
}

class FatWriter : public VolumeWriter {
 public:
  FatWriter(const std::string& image, const VolumeOrder& order);
  ~FatWriter() override;

  void make_folder(const std::string& path) override { mtool({"mmd", inside(path)}); }
  Placement make_file(const std::string& path, ByteView bytes,
                      bool is_compressed) override;
  void remove_file(const std::string& path) override { mtool({"mdel", inside(path)}); }
  void remove_folder(const std::string& path) override { mtool({"mrd", inside(path)}); }
  void begin_scatter(std::uint64_t units) override;
  void end_scatter() override;
  std::size_t folder_runs(const std::string& path) override;
  void finish() override {}

 private:
  using Run = std::pair<std::uint64_t, std::uint64_t>;  // first and last cluster

  [[nodiscard]] static std::string inside(const std::string& path) {
    return "::" + path;
  }
  std::string mtool(std::vector<std::string> words);
  void read_geometry();
  [[nodiscard]] ByteVector read_image(std::uint64_t offset_bytes, std::uint64_t length);
  void write_image(std::uint64_t offset_bytes, const ByteVector& bytes);
  void mark(std::uint64_t cluster, std::uint64_t value);
  [[nodiscard]] std::vector<Run> runs_of(const std::string& path);
  [[nodiscard]] Placement placement_of(const std::string& path, std::uint64_t size);

  std::string image_;
  std::uint64_t volume_offset_bytes_;
  std::string drive_;    // the image, as mtools names a volume inside it
  std::string carrier_;  // a host file that brings content to mcopy
  int fd_ = -1;
  std::uint64_t cluster_bytes_ = 0;
  std::uint64_t data_offset_bytes_ = 0;  // of cluster 2 in the image
  std::uint64_t info_offset_bytes_ = 0;  // the FSInfo sector
  std::vector<std::uint64_t> tables_;    // where each allocation table begins
  std::uint64_t table_bytes_ = 0;
  std::vector<std::uint64_t> marked_;
};

FatWriter::FatWriter(const std::string& image, const VolumeOrder& order)
    : image_(image),
      volume_offset_bytes_(order.offset_bytes),
      drive_(image + "@@" + std::to_string(order.offset_bytes)),
      carrier_(image + ".carrier") {
  make_sparse_file(image, order.size_bytes);
  const std::uint64_t sectors_per_cluster =
      std::max<std::uint64_t>(1, order.unit_bytes / kSectorBytes);
  // Below 65,525 clusters every reader takes a volume for FAT16, whatever mkfs.fat
  // wrote.
  const std::uint64_t cluster_bytes = sectors_per_cluster * kSectorBytes;
  if ((order.size_bytes - order.offset_bytes) / (cluster_bytes + 8) < 65525) {
    fail(image + ": FAT32 needs a larger size or a smaller unit");
  }
  run_command({"mkfs.fat", "--invariant", "-F", "32", "-s",
               std::to_string(sectors_per_cluster), "-n", order.label, "-i", "57494e57",
               "--offset", std::to_string(order.offset_bytes / kSectorBytes), image,
               std::to_string((order.size_bytes - order.offset_bytes) / 1024)});
  fd_ = ::open(image.c_str(), O_RDWR | O_CLOEXEC);
  if (fd_ < 0) fail(image + ": cannot be opened");
  if (order.offset_bytes != 0) write_image(0, partition_table(order));
  read_geometry();
}

FatWriter::~FatWriter() {
  ::close(fd_);
  ::unlink(carrier_.c_str());
}

ByteVector FatWriter::read_image(std::uint64_t offset_bytes, std::uint64_t length) {
  ByteVector bytes(length);
  if (::pread(fd_, bytes.data(), length, static_cast<off_t>(offset_bytes)) !=
      static_cast<ssize_t>(length)) {
    fail(image_ + ": cannot be read");
  }
  return bytes;
}

void FatWriter::write_image(std::uint64_t offset_bytes, const ByteVector& bytes) {
  if (::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_bytes)) !=
      static_cast<ssize_t>(bytes.size())) {
    fail(image_ + ": cannot be written");
  }
}

void FatWriter::read_geometry() {
  const ByteVector boot = read_image(volume_offset_bytes_, kSectorBytes);
  cluster_bytes_ = kSectorBytes * boot[13];
  table_bytes_ = kSectorBytes * number_at(boot, 36, 4);
  std::uint64_t offset = volume_offset_bytes_ + kSectorBytes * number_at(boot, 14, 2);
  for (unsigned i = 0; i < boot[16]; ++i, offset += table_bytes_) {
    tables_.push_back(offset);
  }
  data_offset_bytes_ = offset;
  info_offset_bytes_ = volume_offset_bytes_ + kSectorBytes * number_at(boot, 48, 2);
}

std::string FatWriter::mtool(std::vector<std::string> words) {
  words.insert(words.begin() + 1, {"-i", drive_});
  return run_command(words);
}

void FatWriter::mark(std::uint64_t cluster, std::uint64_t value) {
  ByteVector entry(4);
  put_u32(entry, 0, value);
  for (const std::uint64_t table : tables_) write_image(table + 4 * cluster, entry);
}

void FatWriter::begin_scatter(std::uint64_t units) {
  const ByteVector table = read_image(tables_.front(), table_bytes_);
  // FSInfo names the cluster that was taken last, where mtools goes on.
  std::uint64_t cluster = number_at(read_image(info_offset_bytes_, 512), 492, 4) + 1;
  while (4 * cluster + 4 <= table.size() && number_at(table, 4 * cluster, 4) != 0) {
    ++cluster;
  }
  if (4 * (cluster + 2 * units) > table.size())
    fail(image_ + ": no room to scatter in");
  for (std::uint64_t i = 0; i + 1 < units; ++i) {
    marked_.push_back(cluster + 2 * i + 1);
    if (number_at(table, 4 * marked_.back(), 4) != 0) {
      fail(image_ + ": no free stretch to scatter in");
    }
    mark(marked_.back(), kEndOfChain);
  }
}

void FatWriter::end_scatter() {
  for (const std::uint64_t cluster : marked_) mark(cluster, 0);
  marked_.clear();
}

Placement FatWriter::make_file(const std::string& path, ByteView bytes,
                               bool is_compressed) {
  if (is_compressed) fail(path + ": FAT does not compress");
  write_host_file(carrier_, bytes);
  const timespec times[2] = {{kPracticeNow, 0}, {kPracticeNow, 0}};
  ::utimensat(AT_FDCWD, carrier_.c_str(), times, 0);
  mtool({"mcopy", "-m", carrier_, inside(path)});
  return placement_of(path, bytes.size());
}

// mshowfat prints "::/NAME <FIRST-LAST> <ONE> ...": clusters in the order of the file.
std::vector<FatWriter::Run> FatWriter::runs_of(const std::string& path) {
  const std::string listing = mtool({"mshowfat", inside(path)});
  std::vector<Run> runs;
  for (std::size_t at = listing.find('<'); at != std::string::npos;
       at = listing.find('<', at + 1)) {
    const std::string range = listing.substr(at + 1, listing.find('>', at) - at - 1);
    const std::size_t dash = range.find('-');
    const std::uint64_t first = parse_number(range.substr(0, dash));
    runs.push_back({first, dash == std::string::npos
                               ? first
                               : parse_number(range.substr(dash + 1))});
  }
  return runs;
}

std::size_t FatWriter::folder_runs(const std::string& path) {
  return runs_of(path).size();
}

Placement FatWriter::placement_of(const std::string& path, std::uint64_t size) {
  Placement placement;
  if (size == 0) return placement;
  std::uint64_t left = size;
  for (const auto& [first, last] : runs_of(path)) {
    const std::uint64_t length = std::min(left, (last - first + 1) * cluster_bytes_);
    placement.runs.push_back(
        {data_offset_bytes_ + (first - 2) * cluster_bytes_, length});
    left -= length;
  }
  if (left != 0) fail(path + ": mshowfat does not account for all of it");
  return placement;
}

}  // namespace

std::unique_ptr<VolumeWriter> make_fat_writer(const std::string& image,
                                              const VolumeOrder& order) {
  return std::make_unique<FatWriter>(image, order);
}

}  // namespace winnow::practice

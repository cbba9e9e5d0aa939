// exFAT by mkfs.exfat and by us, after Microsoft's "exFAT file system specification"
// (revision 1.00). The boot sectors, the upper-case table and the empty top folder are
// the tool's; entries, the allocation bitmap and the chains are kept here in memory
// until finish(). Section numbers below are the specification's.
//
//   entry set = file 0x85, stream 0xc0, { name 0xc1 }     32 bytes each (7.4, 7.6, 7.7)
//
// A file in one piece has no chain; one in pieces, and every folder, has. Deletion
// leaves what Windows and Linux leave: the entries with the highest bit of their type
// taken off, chains as they were, and free bits in the bitmap.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <ctime>
#include <map>
#include <unordered_map>

#include "bench/practice/volume_writer.h"

namespace winnow::practice {
namespace {

constexpr std::size_t kEntryBytes = 32;
constexpr std::size_t kNameUnits = 15;  // of a name entry
constexpr std::size_t kStream = kEntryBytes;
constexpr std::uint32_t kFirstCluster = 2;
constexpr std::uint32_t kEndOfChain = 0xffffffff;
constexpr std::uint64_t kSerial = 0x57494e57;
constexpr std::size_t kBootSectors = 12;  // of one boot region (3)
constexpr unsigned char kInUse = 0x80;
constexpr unsigned char kHasChain = 0x01;
constexpr unsigned char kIsOnePiece = 0x03;
constexpr unsigned kFolderAttribute = 0x10;
constexpr unsigned kFileAttribute = 0x20;

void put(ByteVector& bytes, std::size_t offset, std::uint64_t value,
         std::size_t length) {
  for (std::size_t i = 0; i < length; ++i) {
    bytes[offset + i] = static_cast<unsigned char>(value >> (8 * i));
  }
}

std::uint64_t get(const ByteVector& bytes, std::size_t offset, std::size_t length) {
  std::uint64_t value = 0;
  for (std::size_t i = length; i-- > 0;) value = value << 8 | bytes[offset + i];
  return value;
}

std::uint16_t turn(std::uint16_t sum, unsigned char byte) {
  return static_cast<std::uint16_t>((sum << 15 | sum >> 1) + byte);
}

// 6.3.3
std::uint16_t set_checksum(const ByteVector& bytes, std::size_t at) {
  const std::size_t length = (bytes[at + 1] + 1u) * kEntryBytes;
  std::uint16_t sum = 0;
  for (std::size_t i = 0; i < length; ++i) {
    if (i != 2 && i != 3) sum = turn(sum, bytes[at + i]);
  }
  return sum;
}

// 7.6.4, for the names we write: the table's upper case of ASCII is ASCII's.
std::uint16_t name_hash(const std::string& name) {
  std::uint16_t sum = 0;
  for (const char c : name) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    sum = turn(turn(sum, static_cast<unsigned char>(upper)), 0);
  }
  return sum;
}

// 7.4.8: as DOS writes it, in UTC.
std::uint32_t time_stamp(std::time_t seconds) {
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  return static_cast<std::uint32_t>(
      (parts.tm_year - 80) << 25 | (parts.tm_mon + 1) << 21 | parts.tm_mday << 16 |
      parts.tm_hour << 11 | parts.tm_min << 5 | parts.tm_sec / 2);
}

struct ClusterRun {
  std::uint32_t first;
  std::uint32_t count;
};
using ClusterRuns = std::vector<ClusterRun>;

class ExfatWriter : public VolumeWriter {
 public:
  ExfatWriter(const std::string& image, const VolumeOrder& order);
  ~ExfatWriter() override { ::close(fd_); }

  void make_folder(const std::string& path) override;
  Placement make_file(const std::string& path, ByteView bytes,
                      bool is_compressed) override;
  void remove_file(const std::string& path) override { bury(path); }
  void remove_folder(const std::string& path) override;
  void begin_scatter(std::uint64_t units) override { scatter_left_ = units; }
  void end_scatter() override { scatter_left_ = 0; }
  std::size_t folder_runs(const std::string& path) override;
  void finish() override;

 private:
  struct Folder {
    ByteVector entries;
    ClusterRuns runs;  // one cluster each
    std::size_t names = 0;
  };
  struct Name {
    std::size_t offset;  // of its entry set in its folder's entries
    ClusterRuns runs;
  };

  [[nodiscard]] ByteVector read_image(std::uint64_t offset_bytes, std::uint64_t length);
  void write_image(std::uint64_t offset_bytes, ByteView bytes);
  void read_geometry();
  void settle_serial();
  void adopt_root();
  [[nodiscard]] Folder& folder_of(const std::string& path);
  [[nodiscard]] bool is_used(std::uint32_t cluster) const;
  void set_used(std::uint32_t cluster, bool used);
  [[nodiscard]] ClusterRun take_run(std::uint32_t most);
  [[nodiscard]] ClusterRuns take(std::uint64_t clusters);
  void chain(const ClusterRuns& runs);
  [[nodiscard]] std::uint64_t offset_of(std::uint32_t cluster) const;
  void add_name(const std::string& path, unsigned attributes, std::uint64_t size,
                const ClusterRuns& runs);
  void bury(const std::string& path);
  void store_folder(const std::string& path, Folder& folder);

  std::string image_;
  int fd_ = -1;
  std::uint64_t sector_bytes_ = 0;
  std::uint64_t cluster_bytes_ = 0;
  std::uint64_t table_offset_bytes_ = 0;
  std::uint64_t heap_offset_bytes_ = 0;
  std::uint32_t clusters_ = 0;
  std::uint64_t bitmap_offset_bytes_ = 0;
  ByteVector bitmap_;
  ByteVector table_;
  std::uint32_t next_cluster_ = kFirstCluster;
  std::uint64_t scatter_left_ = 0;
  std::time_t clock_ = kPracticeNow - std::time_t{30} * 24 * 3600;
  std::map<std::string, Folder> folders_;
  std::unordered_map<std::string, Name> names_;
};

ExfatWriter::ExfatWriter(const std::string& image, const VolumeOrder& order)
    : image_(image) {
  if (order.offset_bytes != 0) fail(image + ": exFAT is written without partitions");
  make_sparse_file(image, order.size_bytes);
  const unsigned unit = order.unit_bytes != 0 ? order.unit_bytes : 4096;
  run_command({"mkfs.exfat", "-c", std::to_string(unit), "-L", order.label, image});
  fd_ = ::open(image.c_str(), O_RDWR | O_CLOEXEC);
  if (fd_ < 0) fail(image + ": cannot be opened");
  read_geometry();
  settle_serial();
  adopt_root();
}

ByteVector ExfatWriter::read_image(std::uint64_t offset_bytes, std::uint64_t length) {
  ByteVector bytes(length);
  if (::pread(fd_, bytes.data(), length, static_cast<off_t>(offset_bytes)) !=
      static_cast<ssize_t>(length)) {
    fail(image_ + ": cannot be read");
  }
  return bytes;
}

void ExfatWriter::write_image(std::uint64_t offset_bytes, ByteView bytes) {
  if (::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset_bytes)) !=
      static_cast<ssize_t>(bytes.size())) {
    fail(image_ + ": cannot be written");
  }
}

// 3.1
void ExfatWriter::read_geometry() {
  const ByteVector boot = read_image(0, 512);
  sector_bytes_ = std::uint64_t{1} << boot[108];
  cluster_bytes_ = sector_bytes_ << boot[109];
  table_offset_bytes_ = get(boot, 80, 4) * sector_bytes_;
  heap_offset_bytes_ = get(boot, 88, 4) * sector_bytes_;
  clusters_ = static_cast<std::uint32_t>(get(boot, 92, 4));
  table_ = read_image(table_offset_bytes_, 4 * (std::uint64_t{clusters_} + 2));
}

// The tool takes the serial number from the clock: ours, and the checksum of the boot
// region with it (3.4), in both regions.
void ExfatWriter::settle_serial() {
  ByteVector region = read_image(0, kBootSectors * sector_bytes_);
  put(region, 100, kSerial, 4);
  const std::size_t summed = (kBootSectors - 1) * sector_bytes_;
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < summed; ++i) {
    if (i == 106 || i == 107 || i == 112) continue;
    sum = (sum << 31 | sum >> 1) + region[i];
  }
  for (std::size_t i = summed; i < region.size(); i += 4) put(region, i, sum, 4);
  write_image(0, region);
  write_image(region.size(), region);
}

void ExfatWriter::adopt_root() {
  const ByteVector boot = read_image(0, 512);
  const auto first = static_cast<std::uint32_t>(get(boot, 96, 4));
  const ByteVector block = read_image(offset_of(first), cluster_bytes_);
  std::size_t end = 0;
  for (; block[end] != 0; end += kEntryBytes) {
    if (block[end] != 0x81) continue;
    bitmap_offset_bytes_ =
        offset_of(static_cast<std::uint32_t>(get(block, end + 20, 4)));
    bitmap_ = read_image(bitmap_offset_bytes_, get(block, end + 24, 8));
  }
  Folder& root = folders_[""];
  root.entries.assign(block.begin(), block.begin() + static_cast<long>(end));
  root.runs.push_back({first, 1});
}

std::uint64_t ExfatWriter::offset_of(std::uint32_t cluster) const {
  return heap_offset_bytes_ + (cluster - kFirstCluster) * cluster_bytes_;
}

ExfatWriter::Folder& ExfatWriter::folder_of(const std::string& path) {
  const auto found = folders_.find(path);
  if (found == folders_.end()) fail(path + ": there is no such folder");
  return found->second;
}

bool ExfatWriter::is_used(std::uint32_t cluster) const {
  const std::uint32_t bit = cluster - kFirstCluster;
  return (bitmap_[bit / 8] >> (bit % 8) & 1) != 0;
}

void ExfatWriter::set_used(std::uint32_t cluster, bool used) {
  const std::uint32_t bit = cluster - kFirstCluster;
  const auto mask = static_cast<unsigned char>(1u << (bit % 8));
  unsigned char& byte = bitmap_[bit / 8];
  byte = static_cast<unsigned char>(used ? byte | mask : byte & ~mask);
}

// The next free stretch, at most `most` clusters of it. When scattering, one cluster,
// and the next search begins one further on.
ClusterRun ExfatWriter::take_run(std::uint32_t most) {
  const std::uint32_t end = clusters_ + kFirstCluster;
  std::uint32_t tried = 0;
  std::uint32_t first = next_cluster_;
  for (; tried < clusters_ && (first >= end || is_used(first)); ++tried) {
    first = first + 1 >= end ? kFirstCluster : first + 1;
  }
  if (tried == clusters_) fail(image_ + ": the exFAT volume is full");
  std::uint32_t stop = first;
  const std::uint32_t limit = scatter_left_ > 0 ? 1 : most;
  while (stop < end && stop - first < limit && !is_used(stop)) set_used(stop++, true);
  next_cluster_ = stop;
  if (scatter_left_ > 0 && --scatter_left_ > 0) ++next_cluster_;
  return {first, stop - first};
}

ClusterRuns ExfatWriter::take(std::uint64_t clusters) {
  ClusterRuns runs;
  while (clusters > 0) {
    const ClusterRun run = take_run(static_cast<std::uint32_t>(clusters));
    clusters -= run.count;
    if (!runs.empty() && runs.back().first + runs.back().count == run.first) {
      runs.back().count += run.count;
    } else {
      runs.push_back(run);
    }
  }
  return runs;
}

void ExfatWriter::chain(const ClusterRuns& runs) {
  std::uint32_t before = 0;
  for (const ClusterRun& run : runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) {
      if (before != 0) put(table_, 4 * std::size_t{before}, run.first + i, 4);
      before = run.first + i;
    }
  }
  if (before != 0) put(table_, 4 * std::size_t{before}, kEndOfChain, 4);
}

void ExfatWriter::add_name(const std::string& path, unsigned attributes,
                           std::uint64_t size, const ClusterRuns& runs) {
  const std::string name = name_of(path);
  const bool is_plain = std::all_of(name.begin(), name.end(),
                                    [](char c) { return c >= ' ' && c < '\x7f'; });
  if (name.empty() || name.size() > 255 || !is_plain) {
    fail(path + ": not a name that is written to exFAT here");
  }
  const std::size_t name_entries = (name.size() + kNameUnits - 1) / kNameUnits;
  ByteVector set((2 + name_entries) * kEntryBytes);
  const std::uint32_t now = time_stamp(clock_ += 7);
  set[0] = 0x85;
  set[1] = static_cast<unsigned char>(1 + name_entries);
  put(set, 4, attributes, 2);
  for (const std::size_t at : {8, 12, 16}) put(set, at, now, 4);
  for (const std::size_t at : {22, 23, 24}) set[at] = 0x80;  // UTC
  set[kStream] = 0xc0;
  const bool has_chain = attributes == kFolderAttribute || runs.size() != 1;
  set[kStream + 1] = has_chain ? kHasChain : kIsOnePiece;
  set[kStream + 3] = static_cast<unsigned char>(name.size());
  put(set, kStream + 4, name_hash(name), 2);
  put(set, kStream + 8, size, 8);
  put(set, kStream + 20, runs.empty() ? 0 : runs.front().first, 4);
  put(set, kStream + 24, size, 8);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const std::size_t entry = (2 + i / kNameUnits) * kEntryBytes;
    set[entry] = 0xc1;
    set[entry + 2 + 2 * (i % kNameUnits)] = static_cast<unsigned char>(name[i]);
  }
  put(set, 2, set_checksum(set, 0), 2);

  Folder& folder = folder_of(parent_of(path));
  names_[path] = {folder.entries.size(), runs};
  ++folder.names;
  folder.entries.insert(folder.entries.end(), set.begin(), set.end());
  while (folder.entries.size() > folder.runs.size() * cluster_bytes_) {
    folder.runs.push_back(take_run(1));
  }
}

void ExfatWriter::make_folder(const std::string& path) {
  Folder folder;
  folder.runs = take(1);
  add_name(path, kFolderAttribute, cluster_bytes_, folder.runs);
  folders_[path] = std::move(folder);
}

Placement ExfatWriter::make_file(const std::string& path, ByteView bytes,
                                 bool is_compressed) {
  if (is_compressed) fail(path + ": exFAT does not compress");
  const ClusterRuns runs = take((bytes.size() + cluster_bytes_ - 1) / cluster_bytes_);
  if (runs.size() > 1) chain(runs);
  Placement placement;
  std::size_t done = 0;
  for (const ClusterRun& run : runs) {
    const std::uint64_t length =
        std::min<std::uint64_t>(run.count * cluster_bytes_, bytes.size() - done);
    write_image(offset_of(run.first), bytes.subspan(done, length));
    placement.runs.push_back({offset_of(run.first), length});
    done += length;
  }
  add_name(path, kFileAttribute, bytes.size(), runs);
  return placement;
}

void ExfatWriter::bury(const std::string& path) {
  const auto found = names_.find(path);
  if (found == names_.end()) fail(path + ": there is no such file or folder");
  Folder& folder = folder_of(parent_of(path));
  const std::size_t at = found->second.offset;
  const std::size_t entries = folder.entries[at + 1] + 1u;
  for (std::size_t i = 0; i < entries; ++i) {
    unsigned char& type = folder.entries[at + i * kEntryBytes];
    type = static_cast<unsigned char>(type & ~kInUse);
  }
  --folder.names;
  for (const ClusterRun& run : found->second.runs) {
    for (std::uint32_t i = 0; i < run.count; ++i) set_used(run.first + i, false);
  }
  names_.erase(found);
}

void ExfatWriter::remove_folder(const std::string& path) {
  Folder& folder = folder_of(path);
  if (folder.names != 0) fail(path + ": the folder is not empty");
  store_folder(path, folder);  // its dead names stay on the volume
  names_.at(path).runs = folder.runs;
  bury(path);
  folders_.erase(path);
}

std::size_t ExfatWriter::folder_runs(const std::string& path) {
  std::size_t pieces = 0;
  std::uint32_t expected = 0;
  for (const ClusterRun& run : folder_of(path).runs) {
    pieces += run.first == expected ? 0 : 1;
    expected = run.first + run.count;
  }
  return pieces;
}

// Writes a folder's entries, its chain and, where it has a name, its length there.
void ExfatWriter::store_folder(const std::string& path, Folder& folder) {
  std::size_t done = 0;
  std::uint64_t length = 0;
  for (const ClusterRun& run : folder.runs) {
    ByteVector part(run.count * cluster_bytes_);
    const std::size_t taken = std::min(part.size(), folder.entries.size() - done);
    std::copy_n(folder.entries.begin() + static_cast<long>(done), taken, part.begin());
    write_image(offset_of(run.first), part);
    done += taken;
    length += part.size();
  }
  chain(folder.runs);
  if (path.empty()) return;
  ByteVector& entries = folder_of(parent_of(path)).entries;
  const std::size_t at = names_.at(path).offset;
  put(entries, at + kStream + 8, length, 8);
  put(entries, at + kStream + 24, length, 8);
  put(entries, at + 2, set_checksum(entries, at), 2);
}

void ExfatWriter::finish() {
  // Names sort before what is below them: backwards, each is told its length before it
  // is written itself.
  for (auto at = folders_.rbegin(); at != folders_.rend(); ++at) {
    store_folder(at->first, at->second);
  }
  write_image(bitmap_offset_bytes_, bitmap_);
  write_image(table_offset_bytes_, table_);
}

}  // namespace

std::unique_ptr<VolumeWriter> make_exfat_writer(const std::string& image,
                                                const VolumeOrder& order) {
  return std::make_unique<ExfatWriter>(image, order);
}

}  // namespace winnow::practice

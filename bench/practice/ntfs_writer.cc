// NTFS by libntfs-3g, on an image file that mkntfs has made.
//
// Fragments: libntfs-3g takes the longest free stretch it sees from its position on. To
// scatter, $Bitmap is written so that only every second cluster of one stretch is free
// (the MFT's own zone is left as it is), the position is kept there, and data is
// written cluster by cluster, so that the library has to take them singly; afterwards
// the other bits are put back. No spoiler file is left behind, and the gaps stay free.
//
// libntfs-3g must never have one inode open twice (each copy would write its own idea
// of it), so at most one folder is held open here, and it is closed before anything
// that might open it again.
#include <sys/stat.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>
#include <cstdarg>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <unordered_map>
#include <utility>

#include "bench/practice/frozen_clock.h"
#include "bench/practice/volume_writer.h"

// Last, because these headers define min and max as macros.
extern "C" {
#include <ntfs-3g/attrib.h>
#include <ntfs-3g/bitmap.h>
#include <ntfs-3g/dir.h>
#include <ntfs-3g/inode.h>
#include <ntfs-3g/layout.h>
#include <ntfs-3g/logging.h>
#include <ntfs-3g/unistr.h>
#include <ntfs-3g/volume.h>
}
#undef min
#undef max

namespace winnow::practice {
namespace {

// The id in $Secure that mkntfs gives to files for everyone.
constexpr u32 kSecurityId = 0x101;

[[noreturn]] void fail_at(const std::string& path, const char* doing) {
  fail(path + ": " + doing + ": " + std::strerror(errno));
}

bool is_bit_set(const ByteVector& bits, LCN lcn) {
  return ((bits[static_cast<std::size_t>(lcn / 8)] >> (lcn % 8)) & 1) != 0;
}

void flip_bit(ByteVector& bits, LCN lcn) {
  unsigned char& byte = bits[static_cast<std::size_t>(lcn / 8)];
  byte = static_cast<unsigned char>(byte ^ (1u << (lcn % 8)));
}

class NtfsName {  // UTF-16, allocated by the library
 public:
  explicit NtfsName(const std::string& name) {
    length_ = ntfs_mbstoucs(name.c_str(), &text_);
    if (length_ <= 0 || length_ > 255) fail(name + ": not a name that NTFS can hold");
  }
  NtfsName(const NtfsName&) = delete;
  NtfsName& operator=(const NtfsName&) = delete;
  ~NtfsName() { std::free(text_); }
  [[nodiscard]] ntfschar* text() const { return text_; }
  [[nodiscard]] u8 length() const { return static_cast<u8>(length_); }

 private:
  ntfschar* text_ = nullptr;
  int length_ = 0;
};

class NtfsWriter : public VolumeWriter {
 public:
  NtfsWriter(const std::string& image, const VolumeOrder& order);
  ~NtfsWriter() override;

  void make_folder(const std::string& path) override;
  Placement make_file(const std::string& path, ByteView bytes,
                      bool is_compressed) override;
  Placement make_stream(const std::string& path, const std::string& stream,
                        ByteView bytes) override;
  void make_link(const std::string& path, const std::string& existing) override;
  void remove_file(const std::string& path) override { remove_inode(path); }
  void remove_folder(const std::string& path) override { remove_inode(path); }
  void begin_scatter(std::uint64_t units) override;
  void end_scatter() override;
  std::size_t folder_runs(const std::string& path) override;
  void finish() override;

 private:
  [[nodiscard]] u64 record_of(const std::string& path) const;
  [[nodiscard]] ntfs_inode* open_inode(const std::string& path);
  [[nodiscard]] ntfs_inode* hold_folder(const std::string& path);
  void let_folder_go();
  [[nodiscard]] ntfs_inode* create(const std::string& path, mode_t type);
  void close_in_folder(ntfs_inode* inode, const std::string& path);
  void write_attribute(ntfs_attr* attribute, const std::string& path, ByteView bytes);
  [[nodiscard]] Placement placement_of(ntfs_attr* attribute);
  [[nodiscard]] std::uint64_t record_offset(u64 record);
  void remove_inode(const std::string& path);
  void aim_at_comb();
  [[nodiscard]] ByteVector read_bitmap();
  void write_bitmap(const ByteVector& bits);
  [[nodiscard]] LCN find_free_stretch(const ByteVector& bits, s64 clusters) const;

  ntfs_volume* volume_ = nullptr;
  std::unordered_map<std::string, u64> records_;
  ntfs_inode* held_folder_ = nullptr;
  std::string held_path_;
  s64 scatter_units_ = 0;   // 0: not scattering
  ByteVector bits_before_;  // $Bitmap as it was, and as it was made for scattering
  ByteVector comb_;
  LCN comb_start_ = 0;
  std::int64_t clock_ = kPracticeNow - 30 * 24 * 3600;
};

NtfsWriter::NtfsWriter(const std::string& image, const VolumeOrder& order) {
  make_sparse_file(image, order.size_bytes);
  run_command({"mkntfs", "-F", "-f", "-q", "-T", "-s", "512", "-p", "0", "-H", "255",
               "-S", "63", "-c",
               std::to_string(order.unit_bytes != 0 ? order.unit_bytes : 4096), "-L",
               order.label, image});
  set_wall_clock(clock_);
  ntfs_log_set_levels(0);  // our own messages name the path; the library's would not
  volume_ = ntfs_mount(image.c_str(), 0);
  if (!volume_) fail_at(image, "cannot be opened as NTFS");
  ntfs_volume_get_free_space(volume_);
  NVolSetCompression(volume_);
  records_[""] = FILE_root;
}

NtfsWriter::~NtfsWriter() {
  if (volume_) ntfs_umount(volume_, FALSE);
}

u64 NtfsWriter::record_of(const std::string& path) const {
  const auto found = records_.find(path);
  if (found == records_.end()) fail(path + ": there is no such file or folder");
  return found->second;
}

ntfs_inode* NtfsWriter::open_inode(const std::string& path) {
  ntfs_inode* inode = ntfs_inode_open(volume_, record_of(path));
  if (!inode) fail_at(path, "cannot be opened");
  return inode;
}

ntfs_inode* NtfsWriter::hold_folder(const std::string& path) {
  if (held_folder_ && held_path_ == path) return held_folder_;
  let_folder_go();
  held_folder_ = open_inode(path);
  held_path_ = path;
  return held_folder_;
}

void NtfsWriter::let_folder_go() {
  if (held_folder_ && ntfs_inode_close(held_folder_) != 0) {
    fail_at(held_path_, "cannot be closed");
  }
  held_folder_ = nullptr;
}

ntfs_inode* NtfsWriter::create(const std::string& path, mode_t type) {
  set_wall_clock(clock_ += 7);  // so that times tell the order of writing
  aim_at_comb();
  const NtfsName name(name_of(path));
  ntfs_inode* folder = hold_folder(parent_of(path));
  ntfs_inode* inode =
      ntfs_create(folder, cpu_to_le32(kSecurityId), name.text(), name.length(), type);
  if (!inode) fail_at(path, "cannot be created");
  records_[path] = inode->mft_no;
  return inode;
}

void NtfsWriter::close_in_folder(ntfs_inode* inode, const std::string& path) {
  if (ntfs_inode_close_in_dir(inode, hold_folder(parent_of(path))) != 0) {
    fail_at(path, "cannot be closed");
  }
}

void NtfsWriter::make_folder(const std::string& path) {
  close_in_folder(create(path, S_IFDIR), path);
}

void NtfsWriter::write_attribute(ntfs_attr* attribute, const std::string& path,
                                 ByteView bytes) {
  const auto size = static_cast<s64>(bytes.size());
  for (s64 done = 0; done < size;) {
    const s64 room = scatter_units_ * volume_->cluster_size;
    if (room != 0 && done >= room) end_scatter();  // the rest may lie in one piece
    aim_at_comb();
    const s64 step = scatter_units_ == 0 ? size : volume_->cluster_size;
    const s64 length = std::min(size - done, step);
    const s64 wrote = ntfs_attr_pwrite(attribute, done, length,
                                       &bytes[static_cast<std::size_t>(done)]);
    if (wrote <= 0) fail_at(path, "cannot be written");
    done += wrote;
  }
  if (NAttrCompressed(attribute) && ntfs_attr_pclose(attribute) != 0) {
    fail_at(path, "cannot be packed");
  }
}

std::uint64_t NtfsWriter::record_offset(u64 record) {
  const u64 position = record * volume_->mft_record_size;
  const LCN lcn = ntfs_attr_vcn_to_lcn(
      volume_->mft_na, static_cast<VCN>(position >> volume_->cluster_size_bits));
  if (lcn < 0) return 0;
  return (static_cast<u64>(lcn) << volume_->cluster_size_bits) +
         position % volume_->cluster_size;
}

Placement NtfsWriter::placement_of(ntfs_attr* attribute) {
  Placement placement;
  placement.record_offset_bytes = record_offset(attribute->ni->mft_no);
  placement.is_resident = !NAttrNonResident(attribute);
  placement.is_compressed = NAttrCompressed(attribute);
  if (placement.is_resident) return placement;
  if (ntfs_attr_map_whole_runlist(attribute) != 0) fail("a run list cannot be read");
  s64 left = attribute->data_size;
  for (const runlist_element* run = attribute->rl; run->length > 0; ++run) {
    if (run->lcn < 0) continue;  // a hole, as packed files have
    const s64 length = std::min(run->length << volume_->cluster_size_bits, left);
    const auto offset = static_cast<u64>(run->lcn) << volume_->cluster_size_bits;
    if (length > 0) placement.runs.push_back({offset, static_cast<u64>(length)});
    left -= length;
  }
  return placement;
}

Placement NtfsWriter::make_file(const std::string& path, ByteView bytes,
                                bool is_compressed) {
  ntfs_inode* inode = create(path, S_IFREG);
  if (is_compressed) {
    // The library packs whatever is written from here on.
    inode->flags = static_cast<FILE_ATTR_FLAGS>(inode->flags | FILE_ATTR_COMPRESSED);
    NInoFileNameSetDirty(inode);
  }
  ntfs_attr* data = ntfs_attr_open(inode, AT_DATA, AT_UNNAMED, 0);
  if (!data) fail_at(path, "cannot be opened for writing");
  write_attribute(data, path, bytes);
  Placement placement = placement_of(data);
  ntfs_attr_close(data);
  close_in_folder(inode, path);
  return placement;
}

Placement NtfsWriter::make_stream(const std::string& path, const std::string& stream,
                                  ByteView bytes) {
  let_folder_go();
  ntfs_inode* inode = open_inode(path);
  const NtfsName name(stream);
  if (ntfs_attr_add(inode, AT_DATA, name.text(), name.length(), nullptr, 0) != 0) {
    fail_at(path + ":" + stream, "cannot be created");
  }
  ntfs_attr* data = ntfs_attr_open(inode, AT_DATA, name.text(), name.length());
  if (!data) fail_at(path + ":" + stream, "cannot be opened for writing");
  write_attribute(data, path, bytes);
  Placement placement = placement_of(data);
  ntfs_attr_close(data);
  close_in_folder(inode, path);
  return placement;
}

void NtfsWriter::make_link(const std::string& path, const std::string& existing) {
  const NtfsName name(name_of(path));
  ntfs_inode* folder = hold_folder(parent_of(path));
  ntfs_inode* inode = open_inode(existing);
  if (ntfs_link(inode, folder, name.text(), name.length()) != 0) {
    fail_at(path, "cannot be linked");
  }
  records_[path] = inode->mft_no;
  close_in_folder(inode, path);
}

void NtfsWriter::remove_inode(const std::string& path) {
  set_wall_clock(clock_ += 7);
  let_folder_go();
  const NtfsName name(name_of(path));
  ntfs_inode* inode = open_inode(path);
  ntfs_inode* folder = open_inode(parent_of(path));
  // Closes both inodes, whatever happens.
  if (ntfs_delete(volume_, ("/" + path).c_str(), inode, folder, name.text(),
                  name.length()) != 0) {
    fail_at(path, "cannot be deleted");
  }
  records_.erase(path);
}

ByteVector NtfsWriter::read_bitmap() {
  ByteVector bits(static_cast<std::size_t>((volume_->nr_clusters + 7) / 8));
  const auto length = static_cast<s64>(bits.size());
  if (ntfs_attr_pread(volume_->lcnbmp_na, 0, length, bits.data()) != length) {
    fail("$Bitmap cannot be read");
  }
  return bits;
}

void NtfsWriter::write_bitmap(const ByteVector& bits) {
  const auto length = static_cast<s64>(bits.size());
  if (ntfs_attr_pwrite(volume_->lcnbmp_na, 0, length, bits.data()) != length) {
    fail("$Bitmap cannot be written");
  }
}

LCN NtfsWriter::find_free_stretch(const ByteVector& bits, s64 clusters) const {
  const LCN zone = volume_->mft_zone_end;
  for (const LCN from : {std::max(volume_->data1_zone_pos, zone), zone}) {
    s64 seen = 0;
    for (LCN lcn = from; lcn < volume_->nr_clusters; ++lcn) {
      seen = is_bit_set(bits, lcn) ? 0 : seen + 1;
      if (seen == clusters) return lcn - clusters + 1;
    }
  }
  fail("no free stretch of " + std::to_string(clusters) + " clusters to scatter in");
}

void NtfsWriter::begin_scatter(std::uint64_t units) {
  scatter_units_ = static_cast<s64>(units);
  bits_before_ = read_bitmap();
  // One further, so as not to touch what lies before the stretch.
  const LCN start = find_free_stretch(bits_before_, 2 * scatter_units_ + 1) + 1;
  ByteVector comb(bits_before_.size(), 0xff);
  for (LCN lcn = volume_->mft_zone_start; lcn < volume_->mft_zone_end; ++lcn) {
    if (!is_bit_set(bits_before_, lcn)) flip_bit(comb, lcn);
  }
  for (s64 i = 0; i < scatter_units_; ++i) flip_bit(comb, start + 2 * i);
  write_bitmap(comb);
  comb_ = std::move(comb);
  comb_start_ = start;
  aim_at_comb();
}

// The library moves on by 4,096 clusters after each allocation, so this is said anew.
void NtfsWriter::aim_at_comb() {
  if (scatter_units_ == 0) return;
  volume_->data1_zone_pos = comb_start_;
  volume_->full_zones = 0;  // else it looks in the zone of the MFT
}

void NtfsWriter::end_scatter() {
  if (scatter_units_ == 0) return;
  scatter_units_ = 0;
  // What is used now: what was used before, and the teeth that were taken since.
  ByteVector bits = read_bitmap();
  for (std::size_t i = 0; i < bits.size(); ++i) {
    bits[i] = static_cast<unsigned char>(bits_before_[i] | (bits[i] & ~comb_[i]));
  }
  write_bitmap(bits);
  volume_->full_zones = 0;  // set by the library if it came to the end of the comb
}

std::size_t NtfsWriter::folder_runs(const std::string& path) {
  let_folder_go();
  ntfs_inode* inode = open_inode(path);
  std::size_t runs = 0;
  if (ntfs_attr* index =
          ntfs_attr_open(inode, AT_INDEX_ALLOCATION, NTFS_INDEX_I30, 4)) {
    runs = placement_of(index).runs.size();
    ntfs_attr_close(index);
  }
  if (ntfs_inode_close(inode) != 0) fail_at(path, "cannot be closed");
  return runs;
}

void NtfsWriter::finish() {
  let_folder_go();
  ntfs_volume* volume = volume_;
  volume_ = nullptr;
  if (ntfs_umount(volume, FALSE) != 0) fail_at("the image", "cannot be closed");
}

}  // namespace

std::unique_ptr<VolumeWriter> make_ntfs_writer(const std::string& image,
                                               const VolumeOrder& order) {
  return std::make_unique<NtfsWriter>(image, order);
}

}  // namespace winnow::practice

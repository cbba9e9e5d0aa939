// VolumeWriter: a file system in an image file that can be written to without mounting
// it. One for NTFS, one for ext4, one for FAT. The image is whole only after finish().
// Paths are relative to the top, with "/" between names; the folder above must exist.
// Not safe for threads. A writer that cannot do something ends the program and says so.
#ifndef WINNOW_BENCH_PRACTICE_VOLUME_WRITER_H_
#define WINNOW_BENCH_PRACTICE_VOLUME_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "bench/practice/practice_tools.h"

namespace winnow::practice {

struct VolumeOrder {
  std::uint64_t size_bytes = 0;
  unsigned unit_bytes = 0;         // cluster or block; 0: 4096, on FAT 512
  std::uint64_t inodes = 0;        // ext4 only; 0: as mke2fs thinks fit
  std::uint64_t offset_bytes = 0;  // FAT only: behind a partition table
  // ext4 only: folders, and the files in them, all over the volume, as the kernel puts
  // them; else everything follows in the order of writing.
  bool spreads_folders = false;
  std::string label = "PRACTICE";
};

struct ByteRun {  // in the image file
  std::uint64_t offset_bytes;
  std::uint64_t length_bytes;
};

// Where the bytes of a file lie. Small NTFS files have no runs but live in their
// record.
struct Placement {
  std::vector<ByteRun> runs;  // clipped to the file's size for contiguous stored bytes
  std::uint64_t record_offset_bytes = 0;
  bool is_resident = false;
  bool is_compressed = false;  // runs hold the packed bytes
};

class VolumeWriter {
 public:
  VolumeWriter() = default;
  VolumeWriter(const VolumeWriter&) = delete;
  VolumeWriter& operator=(const VolumeWriter&) = delete;
  virtual ~VolumeWriter() = default;

  virtual void make_folder(const std::string& path) = 0;
  virtual Placement make_file(const std::string& path, ByteView bytes,
                              bool is_compressed) = 0;
  // A file of `size_bytes` whose content after `head` is whatever the image holds
  // there: on a fresh image a hole.
  virtual Placement make_hollow_file(const std::string& path, ByteView head,
                                     std::uint64_t size_bytes);
  virtual Placement make_stream(const std::string& path, const std::string& stream,
                                ByteView bytes);
  virtual void make_link(const std::string& path, const std::string& existing);
  virtual void remove_file(const std::string& path) = 0;
  virtual void remove_folder(const std::string& path) = 0;  // must be empty

  // Until end_scatter(), the next `units` units are taken from places that do not
  // touch.
  virtual void begin_scatter(std::uint64_t units);
  virtual void end_scatter();
  [[nodiscard]] virtual std::size_t folder_runs(const std::string& path);

  virtual void finish() = 0;
};

std::unique_ptr<VolumeWriter> make_ntfs_writer(const std::string& image,
                                               const VolumeOrder& order);
std::unique_ptr<VolumeWriter> make_ext4_writer(const std::string& image,
                                               const VolumeOrder& order);
std::unique_ptr<VolumeWriter> make_exfat_writer(const std::string& image,
                                                const VolumeOrder& order);
std::unique_ptr<VolumeWriter> make_fat_writer(const std::string& image,
                                              const VolumeOrder& order);

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_VOLUME_WRITER_H_

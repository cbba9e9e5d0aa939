// PracticeVolume: a VolumeWriter plus the list of everything that was put into it, so
// that a scan can be held against the truth.
//
// The manifest is tab-separated text with a header line:
//
//   path    relative to the top; "path:stream" for an alternate stream
//   size    bytes ("-" for folders)
//   md5     of the whole content ("-" for folders)
//   state   live         the name is there
//           deleted      deleted, and the content still lies where it lay
//           overwritten  deleted, and something newer lies there
//           partly       deleted, and part of its content was overwritten on purpose
//           unlinked     this name is gone, but the file lives on under another name
//   kind    file, packed (NTFS compression), stream, link, hollow (size and place of a
//           file, content only at its head; its md5 is "-"), folder (only those whose
//           fragments were ordered)
//   runs    contiguous pieces on the volume; 0: lives in its own file record, or empty
//   offset  where in the image the first byte lies ("-" if there are no runs)
//
// and, where something was marked as planted, two more:
//
//   planted what mark() said, or "-"
//   extents OFFSET+LENGTH of every piece in the image, in the order of the file, with
//           commas between; "-" if there are none
//
// Not safe for threads.
#ifndef WINNOW_BENCH_PRACTICE_PRACTICE_VOLUME_H_
#define WINNOW_BENCH_PRACTICE_PRACTICE_VOLUME_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "bench/practice/volume_writer.h"

namespace winnow::practice {

enum class FileSystem { ntfs, ext4, fat, exfat };

class PracticeVolume {
 public:
  PracticeVolume(FileSystem kind, std::string image, const VolumeOrder& order);

  // Folders above a new thing are made when missing.
  void add_folder(const std::string& path);
  void add_file(const std::string& path, ByteView bytes, bool is_compressed = false);
  void add_stream(const std::string& path, const std::string& stream, ByteView bytes);
  void add_link(const std::string& path, const std::string& existing);
  // Content only at the head; see VolumeWriter.
  void add_hollow_file(const std::string& path, ByteView head,
                       std::uint64_t size_bytes);
  // A file of at least `runs` contiguous pieces.
  void add_scattered_file(const std::string& path, ByteView bytes, std::size_t runs);
  // A folder with so many names that its own list of names lies in at least `runs`
  // pieces.
  void add_scattered_folder(const std::string& path, std::size_t runs);
  // A folder of `names` small files; then every `delete_every`-th is deleted (0: none).
  void add_crowd(const std::string& path, std::uint64_t names,
                 std::uint64_t delete_every);
  // Deletes a file, or a folder and all below it.
  void remove(const std::string& path);
  // Deletes a file; finish() then overwrites its first third or its second half (odd
  // `seed`) with noise, in whole blocks of 4 KiB, as something since gone would have.
  void remove_and_spoil(const std::string& path, std::uint64_t seed);
  // A word for the column "planted" of the manifest.
  void mark(const std::string& path, const char* planted);
  // Where the content of a file that is still there lies; "path:stream" for a stream.
  [[nodiscard]] std::vector<ByteRun> runs_of(const std::string& path) const;

  // Closes the image, looks whether deleted content is still there, writes the
  // manifest.
  void finish(const std::string& manifest_path);

  [[nodiscard]] std::uint64_t live_bytes() const;
  [[nodiscard]] std::uint64_t all_bytes() const;
  [[nodiscard]] std::size_t live_files() const;
  [[nodiscard]] std::size_t all_files() const { return rows_.size(); }

 private:
  struct Row {
    std::string path;
    std::uint64_t size_bytes;
    std::string md5;
    const char* state;
    const char* kind;
    std::size_t runs;
    Placement placement;
    const char* planted = "-";
    std::uint64_t spoil_seed = 0;
    bool is_spoilt = false;
  };
  struct Node {
    bool is_folder;
    std::vector<std::size_t> rows;  // its content and its streams
    std::string first_name;         // a link's: the name it was made from
  };

  void make_room_for(const std::string& path);
  void record(const std::string& path, const std::string& row_path, ByteView bytes,
              const char* kind, Placement placement);
  void remove_one(const std::string& path);
  void spoil(int image, Row& row) const;
  [[nodiscard]] const char* state_after_delete(int image, const Row& row) const;
  void write_manifest(const std::string& manifest_path) const;

  std::unique_ptr<VolumeWriter> writer_;
  std::string image_;
  std::map<std::string, Node> nodes_;  // by path, so that a folder's own follow it
  std::map<std::string, unsigned> names_of_file_;  // by first name; only linked files
  std::vector<Row> rows_;
  bool has_marks_ = false;
};

}  // namespace winnow::practice

#endif  // WINNOW_BENCH_PRACTICE_PRACTICE_VOLUME_H_

#include "bench/practice/practice_volume.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstring>
#include <utility>

#include "bench/practice/practice_content.h"

namespace winnow::practice {
namespace {

constexpr std::uint64_t kNamesAtOnce = 16;  // counting a folder's pieces is not free
constexpr std::uint64_t kSpoiltUnitBytes = 4096;
constexpr const char* kFolderKind = "folder";

// Long enough that about five fill a block of a KiB: a folder in many pieces then needs
// only a few thousand names.
std::string long_name(std::uint64_t number) {
  char digits[24];
  std::snprintf(digits, sizeof digits, "%06u", static_cast<unsigned>(number));
  return "minutes of the allotment society, meeting " + std::string(digits) +
         ", with the list of members present, the accounts, the plan of the plots and "
         "the letters received since the last meeting, as read and approved.txt";
}

std::unique_ptr<VolumeWriter> make_writer(FileSystem kind, const std::string& image,
                                          const VolumeOrder& order) {
  if (kind == FileSystem::ntfs) return make_ntfs_writer(image, order);
  if (kind == FileSystem::ext4) return make_ext4_writer(image, order);
  if (kind == FileSystem::exfat) return make_exfat_writer(image, order);
  return make_fat_writer(image, order);
}

bool read_at(int image, const ByteRun& run, ByteVector& bytes) {
  const std::size_t before = bytes.size();
  bytes.resize(before + run.length_bytes);
  return ::pread(image, bytes.data() + before, run.length_bytes,
                 static_cast<off_t>(run.offset_bytes)) ==
         static_cast<ssize_t>(run.length_bytes);
}

std::string extents_text(const std::vector<ByteRun>& runs) {
  std::string text;
  for (const ByteRun& run : runs) {
    text += (text.empty() ? "" : ",") + std::to_string(run.offset_bytes) + "+" +
            std::to_string(run.length_bytes);
  }
  return text.empty() ? "-" : text;
}

// NTFS: an MFT record says at byte 22 (bit 0 of its flags) whether it is in use again.
bool is_record_in_use(int image, std::uint64_t record_offset_bytes) {
  unsigned char flags = 0;
  return ::pread(image, &flags, 1, static_cast<off_t>(record_offset_bytes + 22)) != 1 ||
         (flags & 1) != 0;
}

}  // namespace

PracticeVolume::PracticeVolume(FileSystem kind, std::string image,
                               const VolumeOrder& order)
    : writer_(make_writer(kind, image, order)), image_(std::move(image)) {
  nodes_[""] = {true, {}, ""};
}

void PracticeVolume::add_folder(const std::string& path) {
  const auto found = nodes_.find(path);
  if (found != nodes_.end() && found->second.is_folder) return;
  make_room_for(path);
  writer_->make_folder(path);
  nodes_[path] = {true, {}, ""};
}

void PracticeVolume::make_room_for(const std::string& path) {
  if (name_of(path).empty()) fail("\"" + path + "\": not a path");
  if (nodes_.contains(path)) fail(path + ": exists already");
  add_folder(parent_of(path));
}

void PracticeVolume::record(const std::string& path, const std::string& row_path,
                            ByteView bytes, const char* kind, Placement placement) {
  nodes_[path].rows.push_back(rows_.size());
  const std::size_t runs = placement.runs.size();
  rows_.push_back({row_path, bytes.size(), md5_hex(bytes), "live", kind, runs,
                   std::move(placement)});
}

void PracticeVolume::add_file(const std::string& path, ByteView bytes,
                              bool is_compressed) {
  make_room_for(path);
  Placement placement = writer_->make_file(path, bytes, is_compressed);
  nodes_[path] = {false, {}, ""};
  record(path, path, bytes, is_compressed ? "packed" : "file", std::move(placement));
}

void PracticeVolume::add_hollow_file(const std::string& path, ByteView head,
                                     std::uint64_t size_bytes) {
  make_room_for(path);
  Placement placement = writer_->make_hollow_file(path, head, size_bytes);
  nodes_[path] = {false, {rows_.size()}, ""};
  const std::size_t runs = placement.runs.size();
  rows_.push_back(
      {path, size_bytes, "-", "live", "hollow", runs, std::move(placement)});
}

void PracticeVolume::add_stream(const std::string& path, const std::string& stream,
                                ByteView bytes) {
  if (!nodes_.contains(path)) fail(path + ": there is no such file for a stream");
  Placement placement = writer_->make_stream(path, stream, bytes);
  record(path, path + ":" + stream, bytes, "stream", std::move(placement));
}

void PracticeVolume::add_link(const std::string& path, const std::string& existing) {
  const auto found = nodes_.find(existing);
  if (found == nodes_.end() || found->second.is_folder) {
    fail(existing + ": there is no such file to link to");
  }
  make_room_for(path);
  writer_->make_link(path, existing);
  Node& first = found->second;
  if (first.first_name.empty()) {
    first.first_name = existing;
    names_of_file_[existing] = 1;
  }
  ++names_of_file_[first.first_name];
  Row row = rows_[first.rows.front()];
  row.path = path;
  row.kind = "link";
  nodes_[path] = {false, {rows_.size()}, first.first_name};
  rows_.push_back(std::move(row));
}

void PracticeVolume::add_scattered_file(const std::string& path, ByteView bytes,
                                        std::size_t runs) {
  make_room_for(path);
  writer_->begin_scatter(runs);
  Placement placement = writer_->make_file(path, bytes, false);
  writer_->end_scatter();
  if (placement.runs.size() < runs) {
    fail(path + ": too short for " + std::to_string(runs) + " pieces, it has " +
         std::to_string(placement.runs.size()));
  }
  nodes_[path] = {false, {}, ""};
  record(path, path, bytes, "file", std::move(placement));
}

void PracticeVolume::add_scattered_folder(const std::string& path, std::size_t runs) {
  add_folder(path);
  std::uint64_t made = 0;
  while (writer_->folder_runs(path) < runs) {
    // Names, small files and the folder itself share the units; gaps stay free.
    writer_->begin_scatter(4 * kNamesAtOnce);
    for (std::uint64_t i = 0; i < kNamesAtOnce; ++i, ++made) {
      add_file(path + "/" + long_name(made), make_text(made, 40 + made % 60));
    }
    writer_->end_scatter();
  }
  Row row{path, 0, "-", "live", kFolderKind, writer_->folder_runs(path), {}};
  nodes_[path].rows.push_back(rows_.size());
  rows_.push_back(std::move(row));
}

void PracticeVolume::add_crowd(const std::string& path, std::uint64_t names,
                               std::uint64_t delete_every) {
  add_folder(path);
  std::vector<std::string> paths;
  for (std::uint64_t i = 0; i < names; ++i) {
    char name[32];
    std::snprintf(name, sizeof name, "/IMG_%06u.txt", static_cast<unsigned>(i));
    paths.push_back(path + name);
    add_file(paths.back(), make_text(i, 20 + i % 50));
  }
  if (delete_every == 0) return;
  for (std::uint64_t i = delete_every - 1; i < names; i += delete_every) {
    remove_one(paths[i]);
  }
}

void PracticeVolume::remove(const std::string& path) {
  if (!nodes_.contains(path) || path.empty()) fail(path + ": there is no such thing");
  const std::string below = path + "/";
  std::vector<std::string> doomed;
  for (auto at = nodes_.lower_bound(below);
       at != nodes_.end() && at->first.starts_with(below); ++at) {
    doomed.push_back(at->first);
  }
  // Names sort before what is below them, so backwards is deepest first.
  for (auto at = doomed.rbegin(); at != doomed.rend(); ++at) remove_one(*at);
  remove_one(path);
}

void PracticeVolume::remove_one(const std::string& path) {
  const auto found = nodes_.find(path);
  const Node& node = found->second;
  if (node.is_folder) {
    writer_->remove_folder(path);
  } else {
    writer_->remove_file(path);
  }
  const bool lives_on =
      !node.first_name.empty() && --names_of_file_[node.first_name] > 0;
  for (const std::size_t row : node.rows) {
    rows_[row].state = lives_on ? "unlinked" : "deleted";
  }
  nodes_.erase(found);
}

void PracticeVolume::remove_and_spoil(const std::string& path, std::uint64_t seed) {
  Row& row = rows_[nodes_.at(path).rows.front()];
  row.spoil_seed = seed;
  row.is_spoilt = true;
  remove(path);
}

void PracticeVolume::mark(const std::string& path, const char* planted) {
  rows_[nodes_.at(path).rows.front()].planted = planted;
  has_marks_ = true;
}

std::vector<ByteRun> PracticeVolume::runs_of(const std::string& path) const {
  for (const Row& row : rows_) {
    if (row.path == path) return row.placement.runs;
  }
  fail(path + ": there is no such file");
}

void PracticeVolume::spoil(int image, Row& row) const {
  const std::uint64_t units = row.size_bytes / kSpoiltUnitBytes;
  const bool is_tail = row.spoil_seed % 2 == 1;
  std::uint64_t from = is_tail ? units / 2 * kSpoiltUnitBytes : 0;
  std::uint64_t left =
      is_tail ? row.size_bytes - from : (units + 2) / 3 * kSpoiltUnitBytes;
  const ByteVector noise = make_noise(row.spoil_seed, left);
  for (const ByteRun& run : row.placement.runs) {
    if (from >= run.length_bytes) {
      from -= run.length_bytes;
      continue;
    }
    const std::uint64_t length = std::min(left, run.length_bytes - from);
    if (::pwrite(image, noise.data() + noise.size() - left, length,
                 static_cast<off_t>(run.offset_bytes + from)) !=
        static_cast<ssize_t>(length)) {
      fail(image_ + ": cannot be written");
    }
    left -= length;
    from = 0;
  }
  row.state = "partly";
}

const char* PracticeVolume::state_after_delete(int image, const Row& row) const {
  const Placement& placement = row.placement;
  if (placement.record_offset_bytes != 0 &&
      is_record_in_use(image, placement.record_offset_bytes)) {
    return "overwritten";
  }
  if (placement.is_resident || placement.is_compressed || row.md5 == "-")
    return row.state;
  ByteVector bytes;
  for (const ByteRun& run : placement.runs) {
    if (!read_at(image, run, bytes)) return "overwritten";
  }
  return md5_hex(bytes) == row.md5 ? "deleted" : "overwritten";
}

void PracticeVolume::finish(const std::string& manifest_path) {
  writer_->finish();
  const int image = ::open(image_.c_str(), O_RDWR | O_CLOEXEC);
  if (image < 0) fail(image_ + ": cannot be read back");
  for (Row& row : rows_) {
    if (std::strcmp(row.state, "deleted") != 0) continue;
    row.state = state_after_delete(image, row);
    if (row.is_spoilt && std::strcmp(row.state, "deleted") == 0) spoil(image, row);
  }
  ::close(image);
  write_manifest(manifest_path);
}

void PracticeVolume::write_manifest(const std::string& manifest_path) const {
  std::string text = "path\tsize\tmd5\tstate\tkind\truns\toffset";
  text += has_marks_ ? "\tplanted\textents\n" : "\n";
  for (const Row& row : rows_) {
    const auto& runs = row.placement.runs;
    text += row.path + "\t" +
            (row.kind == kFolderKind ? "-" : std::to_string(row.size_bytes)) + "\t" +
            row.md5 + "\t" + row.state + "\t" + row.kind + "\t" +
            std::to_string(row.runs) + "\t" +
            (runs.empty() ? "-" : std::to_string(runs.front().offset_bytes));
    if (has_marks_) text += std::string("\t") + row.planted + "\t" + extents_text(runs);
    text += "\n";
  }
  write_host_text(manifest_path, text);
}

std::uint64_t PracticeVolume::all_bytes() const {
  std::uint64_t sum = 0;
  for (const Row& row : rows_) sum += row.size_bytes;
  return sum;
}

std::uint64_t PracticeVolume::live_bytes() const {
  std::uint64_t sum = 0;
  for (const Row& row : rows_) {
    if (std::strcmp(row.state, "live") == 0) sum += row.size_bytes;
  }
  return sum;
}

std::size_t PracticeVolume::live_files() const {
  std::size_t count = 0;
  for (const Row& row : rows_) count += std::strcmp(row.state, "live") == 0 ? 1u : 0u;
  return count;
}

}  // namespace winnow::practice

#include "scanner/examine/content_reader.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/file.h"
#include "hashsets/content_blocks.h"
#include "scanner/evidence/device_read.h"

namespace winnow {
namespace {

// A streamed file is read in pieces of this size: large enough for a device's full
// rate.
constexpr std::size_t kPieceBytes = 1024 * 1024;

// To map and unmap less than this costs more than to copy it.
constexpr std::uint64_t kLeastView = 64 * 1024;

}  // namespace

std::optional<Bytes> LoadedBatch::find(const Run& run) const {
  const auto& reads = batch->reads;
  auto after = std::upper_bound(
      reads.begin(), reads.end(), run.offset,
      [](std::uint64_t wanted, const PlannedRead& r) { return wanted < r.offset; });
  if (after == reads.begin()) return std::nullopt;
  const PlannedRead& read = *std::prev(after);
  if (is_lost || touches_bad(run)) return std::nullopt;
  const auto number = static_cast<std::size_t>(&read - reads.data());
  if (number < views.size() && !views[number].empty()) {
    return part(views[number], run.offset - read.offset, run.length);
  }
  const auto whole = part(buffer, read.buffer_at, read.length);
  if (!whole) return std::nullopt;
  return part(*whole, run.offset - read.offset, run.length);
}

bool LoadedBatch::touches_bad(const Run& run) const {
  const auto after = std::lower_bound(
      bad.begin(), bad.end(), run.offset,
      [](const Run& b, std::uint64_t wanted) { return b.offset + b.length <= wanted; });
  return after != bad.end() &&
         after->offset - std::min(after->offset, run.offset) < run.length;
}

void load_batch(const Evidence& evidence, LoadedBatch& loaded) {
  const Batch& batch = *loaded.batch;
  loaded.bad.clear();
  loaded.is_lost = false;
  loaded.views.assign(batch.reads.size(), Bytes());
  for (std::size_t i = 0; i < batch.reads.size(); ++i) {
    const PlannedRead& read = batch.reads[i];
    if (loaded.takes_views && read.length >= kLeastView) {
      if (const auto view = evidence.view(read.offset, read.length)) {
        loaded.views[i] = *view;
        continue;
      }
    }
    // Buffers are used again and again: growing is the only time their bytes are set.
    if (loaded.buffer.size() < batch.buffer_bytes) {
      loaded.buffer.resize(static_cast<std::size_t>(batch.buffer_bytes));
    }
    const MutableBytes target = MutableBytes(loaded.buffer)
                                    .subspan(static_cast<std::size_t>(read.buffer_at),
                                             static_cast<std::size_t>(read.length));
    if (!evidence.read_sound(read.offset, target, loaded.bad)) {
      loaded.is_lost = true;  // each file by itself will say why
      return;
    }
  }
}

void unload_batch(const Evidence& evidence, LoadedBatch& loaded) {
  for (const Bytes view : loaded.views) {
    if (!view.empty()) evidence.give_back(view);
  }
  loaded.views.clear();
}

Result<Fd> open_folder_file(const Exhibit& exhibit, FileId file) {
  const std::string& path = exhibit.inventory->folder_paths[file];
  constexpr int kFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  Fd fd(::openat(exhibit.folder_fd, path.c_str(), kFlags | O_NOATIME));
  if (!fd.is_open() && errno == EPERM) {  // only its owner may ask for that
    fd = Fd(::openat(exhibit.folder_fd, path.c_str(), kFlags));
  }
  if (!fd.is_open() && says_gone(errno)) return gone_fault("");
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be opened", "");
  return fd;
}

ContentReader::ContentReader(const Exhibit& exhibit) : exhibit_(exhibit) {
  if (exhibit.evidence != nullptr) {
    library_.emplace(*exhibit.evidence, exhibit.inventory->library_volumes);
  }
}

bool ContentReader::is_in_memory(const FileRecord& file, const LoadedBatch* loaded) {
  if (file.content == ContentKind::resident) return true;
  return file.content == ContentKind::runs && loaded != nullptr &&
         std::all_of(file.runs.begin(), file.runs.end(), [loaded](const Run& run) {
           return run.is_hole() || loaded->find(run).has_value();
         });
}

Result<void> ContentReader::read(const FileRecord& file, const LoadedBatch* loaded,
                                 const ContentSink& sink,
                                 std::vector<Run>& unreadable) {
  switch (file.content) {
    case ContentKind::none:
      return {};
    case ContentKind::resident: {
      // Other names of a content do not carry it a second time.
      sink.bytes(bytes_of(exhibit_.inventory->files.inline_content(file.first_name())));
      return {};
    }
    case ContentKind::library:
      return read_library_file(file, sink, unreadable);
    case ContentKind::runs:
      break;
  }
  return exhibit_.evidence == nullptr ? read_folder_file(file, sink, file.size)
                                      : read_runs(file, loaded, sink, unreadable);
}

void ContentReader::append_to_head(Bytes bytes) {
  const std::size_t left = kBlockLength - head_.size();
  head_.insert(
      head_.end(), bytes.begin(),
      bytes.begin() + static_cast<std::ptrdiff_t>(std::min(left, bytes.size())));
}

Result<Bytes> ContentReader::read_head(const FileRecord& file,
                                       const LoadedBatch* loaded) {
  head_.clear();
  const ContentSink sink = {
      [this](Bytes bytes) { append_to_head(bytes); },
      [this](std::uint64_t zeros) { head_.resize(head_.size() + zeros); }};
  std::vector<Run> unreadable;
  Result<void> read;
  if (file.content == ContentKind::library) {
    read = library_->read(file, sink.bytes, kBlockLength);
  } else if (file.content == ContentKind::resident) {
    read = this->read(file, loaded, sink, unreadable);
  } else if (exhibit_.evidence == nullptr) {
    read = read_folder_file(file, sink, kBlockLength);
  } else {
    FileRecord head;
    head.runs = head_runs(file);
    read = read_runs(head, loaded, sink, unreadable);
  }
  if (!read) return std::move(read).error();
  return Bytes(head_);
}

Result<void> ContentReader::read_runs(const FileRecord& file, const LoadedBatch* loaded,
                                      const ContentSink& sink,
                                      std::vector<Run>& unreadable) {
  const ContentSink nowhere = {[](Bytes) {}, [](std::uint64_t) {}};
  for (const Run& run : file.runs) {
    // Behind bytes that are missing, nothing goes on in its place.
    const ContentSink& here = unreadable.empty() ? sink : nowhere;
    if (run.is_hole()) {
      here.zeros(run.length);
      continue;
    }
    if (loaded != nullptr) {
      if (const auto bytes = loaded->find(run)) {
        here.bytes(*bytes);
        continue;
      }
    }
    // Streamed, or the batch could not bring all of it: this run by itself.
    auto streamed = stream_run(run, here, unreadable);
    if (!streamed) return streamed;
  }
  if (unreadable.empty()) return {};
  return exhibit_.evidence->damage_at(unreadable.front().offset);
}

// Of a file that only the library can decode, the stored form tells what is damaged.
Result<void> ContentReader::read_library_file(const FileRecord& file,
                                              const ContentSink& sink,
                                              std::vector<Run>& unreadable) {
  auto read = library_->read(file, sink.bytes);
  if (read || read.error().kind == FaultKind::gone) return read;
  const ContentSink nowhere = {[](Bytes) {}, [](std::uint64_t) {}};
  for (const Run& run : file.runs) {
    if (run.is_hole()) continue;
    auto streamed = stream_run(run, nowhere, unreadable);
    if (!streamed) return streamed;
  }
  if (unreadable.empty()) return read;
  return exhibit_.evidence->damage_at(unreadable.front().offset);
}

Result<void> ContentReader::stream_run(const Run& run, const ContentSink& sink,
                                       std::vector<Run>& unreadable) {
  piece_.resize(kPieceBytes);
  bool whole = true;
  for (std::uint64_t done = 0; done < run.length;) {
    const auto count = static_cast<std::size_t>(
        std::min<std::uint64_t>(kPieceBytes, run.length - done));
    const std::uint64_t at = run.offset + done;
    std::vector<Run> bad;
    auto read =
        exhibit_.evidence->read_sound(at, MutableBytes(piece_).first(count), bad);
    if (!read) return read;
    const auto sound =
        bad.empty() ? count : static_cast<std::size_t>(bad.front().offset - at);
    if (whole && sound > 0) sink.bytes(Bytes(piece_).first(sound));
    whole = whole && bad.empty();
    for (const Run& range : bad) append_range(unreadable, range);
    done += count;
  }
  return {};
}

Result<void> ContentReader::read_folder_file(const FileRecord& file,
                                             const ContentSink& sink,
                                             std::uint64_t most) {
  const auto fd = open_folder_file(exhibit_, file.id);
  if (!fd) return fd.error();
  piece_.resize(kPieceBytes);
  const std::uint64_t size = std::min(most, file.size);
  for (std::uint64_t done = 0; done < size;) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(kPieceBytes, size - done));
    auto read = read_device(fd->get(), done, MutableBytes(piece_).first(count), "");
    if (!read) return read;
    sink.bytes(Bytes(piece_).first(count));
    done += count;
  }
  return {};
}

}  // namespace winnow

#include "scanner/examine/content_reader.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/file.h"

namespace winnow {
namespace {

// A streamed file is read in pieces of this size: large enough for a device's full
// rate.
constexpr std::size_t kPieceBytes = 1024 * 1024;

}  // namespace

std::optional<Bytes> LoadedBatch::find(const Run& run) const {
  const auto& reads = batch->reads;
  auto after = std::upper_bound(
      reads.begin(), reads.end(), run.offset,
      [](std::uint64_t wanted, const PlannedRead& r) { return wanted < r.offset; });
  if (after == reads.begin()) return std::nullopt;
  const PlannedRead& read = *std::prev(after);
  if (failed[static_cast<std::size_t>(std::prev(after) - reads.begin())]) {
    return std::nullopt;
  }
  const auto whole = part(buffer, read.buffer_at, read.length);
  if (!whole) return std::nullopt;
  return part(*whole, run.offset - read.offset, run.length);
}

void load_batch(const Evidence& evidence, LoadedBatch& loaded) {
  const Batch& batch = *loaded.batch;
  // Buffers are used again and again: growing is the only time their bytes are set.
  if (loaded.buffer.size() < batch.buffer_bytes) {
    loaded.buffer.resize(static_cast<std::size_t>(batch.buffer_bytes));
  }
  loaded.failed.assign(batch.reads.size(), false);
  for (std::size_t i = 0; i < batch.reads.size(); ++i) {
    const PlannedRead& read = batch.reads[i];
    const MutableBytes target = MutableBytes(loaded.buffer)
                                    .subspan(static_cast<std::size_t>(read.buffer_at),
                                             static_cast<std::size_t>(read.length));
    if (!evidence.read(read.offset, target)) loaded.failed[i] = true;
  }
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
                                 const ContentSink& sink) {
  switch (file.content) {
    case ContentKind::none:
      return {};
    case ContentKind::resident: {
      // Other names of a content do not carry it a second time.
      const FileRecord& holder = file.same_content_as == kNoFile
                                     ? file
                                     : exhibit_.inventory->files[file.same_content_as];
      sink.bytes(bytes_of(holder.inline_content));
      return {};
    }
    case ContentKind::library:
      return library_->read(file, sink.bytes);
    case ContentKind::runs:
      break;
  }
  return exhibit_.evidence == nullptr ? read_folder_file(file, sink)
                                      : read_runs(file, loaded, sink);
}

Result<void> ContentReader::read_runs(const FileRecord& file, const LoadedBatch* loaded,
                                      const ContentSink& sink) {
  for (const Run& run : file.runs) {
    if (run.is_hole()) {
      sink.zeros(run.length);
      continue;
    }
    if (loaded != nullptr) {
      if (const auto bytes = loaded->find(run)) {
        sink.bytes(*bytes);
        continue;
      }
    }
    // Streamed, or its batch's large read failed: this run by itself.
    auto streamed = stream_run(run, sink);
    if (!streamed) return streamed;
  }
  return {};
}

Result<void> ContentReader::stream_run(const Run& run, const ContentSink& sink) {
  piece_.resize(kPieceBytes);
  for (std::uint64_t done = 0; done < run.length;) {
    const auto count = static_cast<std::size_t>(
        std::min<std::uint64_t>(kPieceBytes, run.length - done));
    auto read =
        exhibit_.evidence->read(run.offset + done, MutableBytes(piece_).first(count));
    if (!read) {
      Fault fault = std::move(read).error();
      if (!fault.offset) fault.offset = run.offset + done;
      return fault;
    }
    sink.bytes(Bytes(piece_).first(count));
    done += count;
  }
  return {};
}

Result<void> ContentReader::read_folder_file(const FileRecord& file,
                                             const ContentSink& sink) {
  const std::string& path = exhibit_.inventory->folder_paths[file.id];
  const Fd fd(::openat(exhibit_.folder_fd, path.c_str(),
                       O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be opened", "");
  piece_.resize(kPieceBytes);
  for (std::uint64_t done = 0; done < file.size;) {
    const auto count = static_cast<std::size_t>(
        std::min<std::uint64_t>(kPieceBytes, file.size - done));
    auto read = read_exactly(fd.get(), done, MutableBytes(piece_).first(count), "");
    if (!read) return read;
    sink.bytes(Bytes(piece_).first(count));
    done += count;
  }
  return {};
}

}  // namespace winnow

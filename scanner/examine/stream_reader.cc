#include "scanner/examine/stream_reader.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// Together the pieces of a round are what a batch of small files is.
constexpr std::size_t kPieceBytes = 512 * 1024;
// Pieces that began at the same place of their pages would push each other out of the
// processor's cache.
constexpr std::size_t kSkewBytes = 4096 + 256;

}  // namespace

void StreamReader::begin(std::size_t streams) {
  places_.assign(streams, Place{});
}

MutableBytes StreamReader::buffer_of(std::size_t stream) {
  return MutableBytes(buffer_).subspan(stream * (kPieceBytes + kSkewBytes),
                                       kPieceBytes);
}

// Without a copy, if there is a whole piece or all that is left of a run.
bool StreamReader::take_view(const FileRecord& file, Place& place, Piece& piece) const {
  if (place.run == file.runs.size() || file.runs[place.run].is_hole()) return false;
  const Run& run = file.runs[place.run];
  const std::uint64_t count =
      std::min<std::uint64_t>(kPieceBytes, run.length - place.done);
  if (count < kPieceBytes && place.run + 1 < file.runs.size()) return false;
  const auto view = exhibit_.evidence->view(run.offset + place.done, count);
  if (!view) return false;
  place.view = *view;
  piece.bytes = *view;
  place.done += count;
  if (place.done == run.length) {
    ++place.run;
    place.done = 0;
  }
  piece.is_last = place.run == file.runs.size();
  exhibit_.evidence->expect(
      run.offset + place.done,
      std::min<std::uint64_t>(kPieceBytes, run.length - place.done));
  return true;
}

void StreamReader::end() {
  for (Place& place : places_) {
    if (!place.view.empty())
      exhibit_.evidence->give_back(std::exchange(place.view, {}));
  }
}

Result<StreamReader::Piece> StreamReader::next(std::size_t stream,
                                               const FileRecord& file) {
  Place& place = places_[stream];
  Piece piece;
  if (!place.view.empty()) exhibit_.evidence->give_back(std::exchange(place.view, {}));
  if (take_view(file, place, piece)) return piece;
  std::size_t filled = 0;
  buffer_.resize(places_.size() * (kPieceBytes + kSkewBytes));
  const MutableBytes buffer = buffer_of(stream);
  while (place.run < file.runs.size()) {
    const Run& run = file.runs[place.run];
    if (run.is_hole()) {
      if (filled > 0) break;
      piece.zeros = run.length;
      ++place.run;
      place.done = 0;
      break;
    }
    const auto count = static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size() - filled, run.length - place.done));
    auto read =
        exhibit_.evidence->read(run.offset + place.done, buffer.subspan(filled, count));
    if (!read) return std::move(read).error();
    filled += count;
    place.done += count;
    if (place.done == run.length) {
      ++place.run;
      place.done = 0;
    }
    if (filled == buffer.size()) break;
  }
  piece.bytes = Bytes(buffer).first(filled);
  piece.is_last = place.run == file.runs.size();
  return piece;
}

}  // namespace winnow

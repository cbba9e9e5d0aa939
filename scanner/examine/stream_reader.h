// StreamReader: pieces of several large files in turn, each file's in its order.
//
// One thread a reader; what it reads from outlives it.
#ifndef WINNOW_SCANNER_EXAMINE_STREAM_READER_H_
#define WINNOW_SCANNER_EXAMINE_STREAM_READER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/content_reader.h"

namespace winnow {

class StreamReader {
 public:
  explicit StreamReader(const Exhibit& exhibit) : exhibit_(exhibit) {}

  struct Piece {
    Bytes bytes;              // good until the stream's next piece or the end
    std::uint64_t zeros = 0;  // of a hole, instead
    bool is_last = false;
  };

  // So many streams from their beginnings, numbered from 0.
  void begin(std::size_t streams);
  // The next piece of a file whose content is in runs and that is not done; a fault if
  // any of it cannot be read.
  [[nodiscard]] Result<Piece> next(std::size_t stream, const FileRecord& file);
  // No piece is looked at any more.
  void end();
  [[nodiscard]] bool is_done(std::size_t stream, const FileRecord& file) const {
    return places_[stream].run == file.runs.size();
  }

 private:
  struct Place {
    std::size_t run = 0;     // of the file
    Bytes view;              // handed out, to be given back
    std::uint64_t done = 0;  // bytes of that run
  };

  [[nodiscard]] bool take_view(const FileRecord& file, Place& place,
                               Piece& piece) const;
  [[nodiscard]] MutableBytes buffer_of(std::size_t stream);

  Exhibit exhibit_;
  std::vector<Place> places_;
  std::vector<std::byte> buffer_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_STREAM_READER_H_

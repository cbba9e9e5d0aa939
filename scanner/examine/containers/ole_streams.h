// The streams of an OLE2 compound file, read without its tree.
//
// Format: [MS-CFB], Microsoft's "Compound File Binary File Format". The entries of the
// directory are taken one after the other: a broken or endless tree hides nothing, and
// nothing recurses. One thread.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_STREAMS_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_STREAMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "scanner/examine/containers/container.h"

namespace winnow {

struct OleStream {
  std::string name;  // as stored, in UTF-8
  std::uint64_t size_bytes = 0;
  std::uint32_t first_sector = 0;  // in the mini stream, if the stream is small
};

class OleStreams {
 public:
  // The content outlives this.
  [[nodiscard]] static Result<OleStreams> open(Content& content,
                                               const ContainerLimits& limits);
  // In the order of the directory.
  [[nodiscard]] const std::vector<OleStream>& streams() const { return streams_; }
  // All bytes of a stream. Sectors belong to one stream only: more bytes out of all
  // streams together than the file has are a fault.
  [[nodiscard]] Result<std::vector<std::byte>> read(const OleStream& stream);

 private:
  using Sectors = std::vector<std::uint32_t>;

  OleStreams(Content& content, const ContainerLimits& limits)
      : content_(content), limits_(limits), left_to_read_(content.size_bytes()) {}

  [[nodiscard]] Result<void> read_header();
  [[nodiscard]] Result<void> read_allocation();
  [[nodiscard]] Result<void> read_directory();
  void take_entry(Bytes entry);
  [[nodiscard]] Result<void> append_sector(std::uint32_t sector,
                                           std::vector<std::byte>& bytes);
  // The bytes of up to `sectors` sectors of a chain.
  [[nodiscard]] Result<std::vector<std::byte>> read_chain(std::uint32_t first,
                                                          std::uint64_t sectors);
  [[nodiscard]] Result<std::vector<std::byte>> read_small(const OleStream& stream);
  [[nodiscard]] Result<void> load_mini_stream();

  Content& content_;
  const ContainerLimits& limits_;
  std::uint64_t left_to_read_;
  std::vector<std::byte> header_;
  std::uint64_t sector_bytes_ = 0;
  std::uint64_t sector_count_ = 0;
  Sectors next_;       // of each sector, that which follows it
  Sectors mini_next_;  // the same in the mini stream
  std::vector<std::byte> mini_stream_;
  bool mini_loaded_ = false;
  OleStream root_;
  std::vector<OleStream> streams_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_OLE_STREAMS_H_

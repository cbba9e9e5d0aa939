// The bytes of one member of an archive.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_MEMBER_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_MEMBER_H_

#include <optional>
#include <string>

#include "scanner/examine/containers/archive_source.h"
#include "scanner/examine/containers/container.h"

namespace winnow {

// Of the entry whose header the reader has read last. Holes come as zeros.
class ArchiveMember final : public MemberBytes {
 public:
  explicit ArchiveMember(ArchiveReader& reader) : reader_(reader) { next_block(); }

  [[nodiscard]] Result<std::size_t> read(MutableBytes target) override;
  // Why no byte of it comes, if that is so.
  [[nodiscard]] std::optional<Fault> refusal() const;
  // Whether libarchive gave the archive up over it.
  [[nodiscard]] bool ended_the_archive() const { return fatal_; }
  // What the library found wrong with bytes that it handed out nevertheless: a checksum
  // that does not fit.
  [[nodiscard]] const std::string& warning() const { return warning_; }
  // Reads what is left, up to so many bytes; whether that was all.
  [[nodiscard]] bool pass_over(std::uint64_t bytes);

 private:
  void next_block();

  ArchiveReader& reader_;
  Bytes block_;                     // not handed out yet
  std::uint64_t block_offset_ = 0;  // of its first byte, in the member
  std::uint64_t position_ = 0;
  bool any_ = false;
  bool ended_ = false;
  bool fatal_ = false;
  std::optional<Fault> fault_;
  std::string warning_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_ARCHIVE_MEMBER_H_

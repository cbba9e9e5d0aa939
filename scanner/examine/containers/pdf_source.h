// qpdf over a Content, and the bytes of its streams within a limit.
#ifndef WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_SOURCE_H_
#define WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_SOURCE_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/examine/containers/qpdf_headers.h"
#include "scanner/examine/content/content.h"

namespace winnow {

// Reads by windows. A content that cannot be read ends there; fault() then says why.
class PdfInput final : public InputSource {
 public:
  // The content outlives it.
  explicit PdfInput(Content& content) : content_(content) {}

  qpdf_offset_t findAndSkipNextEOL() override;
  [[nodiscard]] const std::string& getName() const override { return name_; }
  qpdf_offset_t tell() override { return static_cast<qpdf_offset_t>(position_); }
  void seek(qpdf_offset_t offset, int whence) override;
  void rewind() override { position_ = 0; }
  size_t read(char* target, size_t length) override;
  void unreadCh(char) override {
    if (position_ > 0) --position_;
  }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  // The bytes at the position, up to the end of a window; empty at the end.
  [[nodiscard]] Bytes window();

  Content& content_;
  std::string name_ = "document";
  std::uint64_t position_ = 0;
  std::uint64_t window_offset_ = 0;
  std::vector<std::byte> window_;
  std::optional<Fault> fault_;
};

// The bytes of a stream, decrypted, and decoded where `decode` says so; nothing where
// they are damaged, or more than `most_bytes`. What qpdf throws is caught here.
[[nodiscard]] std::optional<std::string> pdf_stream(QPDFObjectHandle stream,
                                                    bool decode,
                                                    std::uint64_t most_bytes);

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_CONTAINERS_PDF_SOURCE_H_

#include "scanner/examine/containers/tnef.h"

namespace winnow {
namespace {

constexpr std::uint32_t kSignature = 0x223E9F78;
constexpr std::uint64_t kSignatureAndKey = 6;
constexpr std::uint64_t kAttributeHeader = 9;  // level, name and type, length
constexpr std::uint64_t kChecksum = 2;

constexpr std::uint32_t kAttachmentBegins = 0x00069002;
constexpr std::uint32_t kAttachmentTitle = 0x00018010;
constexpr std::uint32_t kAttachmentData = 0x0006800F;

}  // namespace

std::vector<TnefFile> tnef_files(Bytes bytes) {
  std::vector<TnefFile> files;
  if (le<std::uint32_t>(bytes, 0) != kSignature) return files;
  for (std::uint64_t at = kSignatureAndKey;;) {
    const auto id = read_le<std::uint32_t>(bytes, at + 1);
    const auto length = read_le<std::uint32_t>(bytes, at + 5);
    if (!id || !length) return files;
    const auto data = part(bytes, at + kAttributeHeader, *length);
    if (!data) return files;
    if (*id == kAttachmentBegins) files.emplace_back();
    if (*id == kAttachmentTitle && !files.empty()) {
      const std::string_view title = text_of(*data);
      files.back().name = title.substr(0, title.find('\0'));
    }
    if (*id == kAttachmentData && !files.empty()) files.back().bytes = *data;
    at += kAttributeHeader + *length + kChecksum;
  }
}

}  // namespace winnow

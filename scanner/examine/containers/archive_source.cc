#include "scanner/examine/containers/archive_source.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "base/text.h"

namespace winnow {
namespace {

constexpr std::string_view kRefused = "Rejecting malformed";  // of cpio

constexpr std::size_t kBufferBytes = std::size_t{256} << 10;
constexpr std::size_t kHeadBytes = 64;

locale_t utf8_locale() {
  static const locale_t kLocale = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  return kLocale;
}

struct Compression {
  std::string_view magic;
  int filter;
};
constexpr std::array kCompressions = {
    Compression{"\x1F\x8B", ARCHIVE_FILTER_GZIP},
    Compression{"BZh", ARCHIVE_FILTER_BZIP2},
    Compression{std::string_view("\xFD\x37zXZ\0", 6), ARCHIVE_FILTER_XZ},
    Compression{"\x28\xB5\x2F\xFD", ARCHIVE_FILTER_ZSTD},
    Compression{"\x04\x22\x4D\x18", ARCHIVE_FILTER_LZ4},
    Compression{"\x02\x21\x4C\x18", ARCHIVE_FILTER_LZ4},  // its old form
    Compression{"LZIP", ARCHIVE_FILTER_LZIP},
    Compression{"\x1F\x9D", ARCHIVE_FILTER_COMPRESS},
    Compression{std::string_view("\x5D\0\0", 3), ARCHIVE_FILTER_LZMA},
};
constexpr std::string_view kRpm = "\xED\xAB\xEE\xDB";

// Not mtree, which names files of the machine it is read on.
int support_all(archive* a) {
  int worst = ARCHIVE_OK;
  for (const auto support :
       {archive_read_support_format_zip, archive_read_support_format_7zip,
        archive_read_support_format_rar, archive_read_support_format_rar5,
        archive_read_support_format_tar, archive_read_support_format_gnutar,
        archive_read_support_format_cab, archive_read_support_format_iso9660,
        archive_read_support_format_cpio, archive_read_support_format_ar,
        archive_read_support_format_xar, archive_read_support_format_lha,
        archive_read_support_format_warc}) {
    worst = std::min(worst, support(a));
  }
  return worst;
}

int support(archive* a, ArchiveFormats formats) {
  switch (formats) {
    case ArchiveFormats::zip_by_local_headers:
      return ::archive_read_support_format_zip_streamable(a);
    case ArchiveFormats::raw:
      return ::archive_read_support_format_raw(a);
    case ArchiveFormats::all:
      break;
  }
  return support_all(a);
}

// One compression, and no more: which one is not left to libarchive, that would undo
// them one within the other. A package of RPM is a header, then a compressed cpio.
int support_compression(archive* a, Bytes head) {
  if (has_magic(head, 0, kRpm)) {
    for (const auto filter :
         {archive_read_support_filter_rpm, archive_read_support_filter_gzip,
          archive_read_support_filter_bzip2, archive_read_support_filter_xz,
          archive_read_support_filter_lzma, archive_read_support_filter_zstd}) {
      if (const int result = filter(a); result < ARCHIVE_WARN) return result;
    }
    return ARCHIVE_OK;
  }
  const int filter = compression_of(head).value_or(ARCHIVE_FILTER_NONE);
  // This one cannot be set: it begins to read before there is anything to read from.
  if (filter == ARCHIVE_FILTER_COMPRESS) {
    return ::archive_read_support_filter_compress(a);
  }
  return ::archive_read_append_filter(a, filter);
}

}  // namespace

Utf8Thread::Utf8Thread()
    : before_(utf8_locale() != nullptr ? ::uselocale(utf8_locale()) : nullptr) {}

Utf8Thread::~Utf8Thread() {
  if (before_ != nullptr) ::uselocale(before_);
}

std::optional<int> compression_of(Bytes head) {
  for (const Compression& compression : kCompressions) {
    if (has_magic(head, 0, compression.magic)) return compression.filter;
  }
  return std::nullopt;
}

Result<void> ArchiveReader::open(ArchiveFormats formats) {
  std::array<std::byte, kHeadBytes> head{};
  const auto got = content_.read(0, head);
  if (!got) return got.error();
  position_ = 0;
  archive_.reset(::archive_read_new());
  archive* a = archive_.get();
  if (a == nullptr) return Fault{FaultKind::out_of_memory, "no memory", "", {}};
  if (support(a, formats) < ARCHIVE_WARN ||
      support_compression(a, Bytes(head).first(*got)) < ARCHIVE_WARN) {
    return fault();
  }
  ::archive_read_set_callback_data(a, this);
  ::archive_read_set_read_callback(a, on_read);
  ::archive_read_set_skip_callback(a, on_skip);
  ::archive_read_set_seek_callback(a, on_seek);
  if (::archive_read_open1(a) < ARCHIVE_WARN) return fault();
  return {};
}

Fault ArchiveReader::fault() const {
  if (content_fault_) return *content_fault_;
  const int number = ::archive_errno(archive_.get());
  const char* words = ::archive_error_string(archive_.get());
  if (words == nullptr) {
    return {FaultKind::truncated, "ends where more should come", "", position_};
  }
  // Lengths that no honest archive has bear the number of no memory as well.
  const bool is_refused =
      std::string_view(words).substr(0, kRefused.size()) == kRefused;
  return {
      number == ENOMEM && !is_refused ? FaultKind::out_of_memory : FaultKind::malformed,
      printable_utf8(words), "", position_};
}

la_ssize_t ArchiveReader::on_read(archive* a, void* self, const void** buffer) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  reader.buffer_.resize(kBufferBytes);
  const auto got = reader.content_.read(reader.position_, reader.buffer_);
  if (!got) {
    reader.content_fault_ = got.error();
    ::archive_set_error(a, EIO, "%s", "cannot be read");
    return ARCHIVE_FATAL;
  }
  *buffer = reader.buffer_.data();
  reader.position_ += *got;
  return static_cast<la_ssize_t>(*got);
}

la_int64_t ArchiveReader::on_skip(archive*, void* self, la_int64_t request) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  const std::uint64_t size = reader.content_.size_bytes();
  const std::uint64_t left = size - std::min(size, reader.position_);
  const std::uint64_t skipped =
      std::min(left, static_cast<std::uint64_t>(std::max<la_int64_t>(request, 0)));
  reader.position_ += skipped;
  return static_cast<la_int64_t>(skipped);
}

la_int64_t ArchiveReader::on_seek(archive*, void* self, la_int64_t offset, int whence) {
  auto& reader = *static_cast<ArchiveReader*>(self);
  std::int64_t base = 0;
  if (whence == SEEK_CUR) base = static_cast<std::int64_t>(reader.position_);
  if (whence == SEEK_END) {
    base = static_cast<std::int64_t>(reader.content_.size_bytes());
  }
  std::int64_t target = 0;
  if (__builtin_add_overflow(base, offset, &target) || target < 0) return ARCHIVE_FATAL;
  const std::uint64_t within =
      std::min(static_cast<std::uint64_t>(target), reader.content_.size_bytes());
  reader.position_ = within;
  return static_cast<la_int64_t>(within);
}

}  // namespace winnow

// Numbers of the journal's layout (journal.h), shared by its reader and its writer.
#ifndef WINNOW_SCANNER_SUPERVISE_JOURNAL_LAYOUT_H_
#define WINNOW_SCANNER_SUPERVISE_JOURNAL_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "scanner/supervise/journal.h"

namespace winnow {

inline constexpr std::string_view kJournalMagic = "WNJOURNL";
inline constexpr std::size_t kRecordHeaderBytes = 16;
inline constexpr std::uint32_t kLengthCheck = 0x57494e57;

inline void put_le(std::string& out, std::uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i, value >>= 8) out += static_cast<char>(value & 0xFF);
}

inline std::string journal_header() {
  std::string header(kJournalMagic);
  put_le(header, kJournalVersion, 4);
  put_le(header, 0, 4);
  return header;
}

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_JOURNAL_LAYOUT_H_

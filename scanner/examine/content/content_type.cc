#include "scanner/examine/content/content_type.h"

namespace winnow {

ContentType type_of(Bytes head, std::uint64_t) {
  const auto begins = [head](std::string_view magic) {
    if (head.size() < magic.size()) return false;
    for (std::size_t i = 0; i < magic.size(); ++i) {
      if (head[i] != static_cast<std::byte>(magic[i])) return false;
    }
    return true;
  };
  if (begins("\xFF\xD8\xFF")) return ContentType::jpeg;
  if (begins("\x89PNG\r\n\x1A\n")) return ContentType::png;
  if (begins("PK\x03\x04")) return ContentType::archive;
  return ContentType::other;
}

ContentFamily family_of(ContentType type) {
  if (type == ContentType::other) return ContentFamily::other;
  if (type < ContentType::video) return ContentFamily::picture;
  return type == ContentType::video ? ContentFamily::video : ContentFamily::container;
}

const char* to_string(ContentType) {
  return "content";
}

bool is_disguised(ContentType, std::string_view) {
  return false;
}

}  // namespace winnow

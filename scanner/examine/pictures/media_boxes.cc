#include "scanner/examine/pictures/media_boxes.h"

#include <algorithm>
#include <cstdint>

namespace winnow {

std::vector<MediaBox> media_boxes(Bytes content) {
  std::vector<MediaBox> boxes;
  while (content.size() >= 8) {
    std::uint64_t length = be<std::uint32_t>(content, 0);
    std::size_t header = 8;
    if (length == 1) {
      length = be<std::uint64_t>(content, 8);
      header = 16;
    }
    if (length == 0) length = content.size();
    if (length < header || content.size() < header) break;
    const auto there =
        static_cast<std::size_t>(std::min<std::uint64_t>(length, content.size()));
    boxes.push_back(
        {text_of(content.subspan(4, 4)), content.subspan(header, there - header)});
    content = content.subspan(there);
  }
  return boxes;
}

std::vector<Bytes> boxes_at(Bytes content, std::vector<std::string_view> path) {
  std::vector<Bytes> level = {content};
  for (const std::string_view name : path) {
    std::vector<Bytes> below;
    for (const Bytes bytes : level) {
      for (const MediaBox& box : media_boxes(bytes)) {
        if (box.name != name) continue;
        const std::size_t version = name == "meta" ? 4 : 0;
        below.push_back(box.payload.subspan(std::min(version, box.payload.size())));
      }
    }
    level = std::move(below);
  }
  return level;
}

}  // namespace winnow

#include "drivers/web/page_files.h"

#include <algorithm>
#include <array>
#include <string>

namespace winnow {
namespace {

const char* type_of(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, const char*>, 5> kTypes = {
      {{".html", "text/html; charset=utf-8"},
       {".js", "text/javascript; charset=utf-8"},
       {".css", "text/css; charset=utf-8"},
       {".svg", "image/svg+xml"},
       {".png", "image/png"}}};
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

}  // namespace

std::optional<WebAnswer> page_file_answer(std::string_view name) {
  if (name.empty()) name = "index.html";
  const auto& files = page_files();
  const auto found =
      std::find_if(files.begin(), files.end(),
                   [name](const PageFile& file) { return file.first == name; });
  if (found == files.end()) return std::nullopt;
  WebAnswer answer;
  answer.type = type_of(name);
  answer.body = std::string(found->second);
  return answer;
}

}  // namespace winnow

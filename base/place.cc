#include "base/place.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace winnow {
namespace {

namespace fs = std::filesystem;

// Empty if it cannot be told.
fs::path resolved(const std::string& path) {
  std::error_code error;
  fs::path all = fs::weakly_canonical(absolute_path(path), error);
  // Of a folder that is named with a stroke behind.
  return all.has_filename() ? all : all.parent_path();
}

}  // namespace

std::string absolute_path(const std::string& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  return error ? path : absolute.string();
}

bool lies_in(const std::string& path, const std::string& folder) {
  const fs::path inner = resolved(path);
  const fs::path outer = resolved(folder);
  if (outer.empty()) return false;
  return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first ==
         outer.end();
}

}  // namespace winnow

#include "scanner/supervise/scan_classes.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "base/digester.h"
#include "base/text.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

Fault no_model(std::string what, const std::string& folder) {
  return {FaultKind::usage,
          std::move(what) +
              "; give a folder with manifest.json and the one model, a "
              "file .onnx, that it describes",
          printable_utf8(folder),
          {}};
}

Result<std::string> find_model(const std::string& folder) {
  std::error_code error;
  std::string found;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() != ".onnx") continue;
    if (!found.empty()) return no_model("holds several models", folder);
    found = entry->path().string();
  }
  if (error) return no_model("cannot be listed: " + error.message(), folder);
  if (found.empty()) return no_model("holds no model", folder);
  return found;
}

}  // namespace

Result<ScanModel> open_scan_model(const std::string& folder) {
  const auto found = find_model(folder);
  if (!found) return found.error();
  ScanModel model;
  const std::string manifest_path = (fs::path(folder) / "manifest.json").string();
  auto manifest = open_read_only(manifest_path);
  if (!manifest) {
    if (manifest.error().kind == FaultKind::missing) {
      return no_model("holds no manifest.json", folder);
    }
    return std::move(manifest).error();
  }
  auto file = open_read_only(*found);
  if (!file) return std::move(file).error();
  const auto model_bytes = size_of(*file, *found);
  if (!model_bytes) return model_bytes.error();
  const auto text = Mapping::of(manifest->get(), manifest_path);
  if (!text) return text.error();
  model.manifest_path = printable_utf8(manifest_path);
  model.model_path = printable_utf8(*found);
  model.manifest = std::move(*manifest);
  model.model = std::move(*file);
  model.model_bytes = *model_bytes;
  model.id = to_hex(digest_of(Algorithm::sha256, text->bytes()).bytes());
  return model;
}

}  // namespace winnow

#include "scanner/examine/picture_classes.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// The labels that count, behind the project's own classes.
std::vector<std::size_t> labels_that_count(const ClassManifest& manifest) {
  std::vector<std::size_t> labels;
  for (std::size_t i = 0; i < manifest.labels.size(); ++i) {
    if (manifest.labels[i].points > 0) labels.push_back(i);
  }
  return labels;
}

Result<ClassManifest> read_manifest(int fd, const std::string& name) {
  const auto mapping = Mapping::of(fd, name);
  if (!mapping) return mapping.error();
  if (mapping->bytes().size() > kLargestManifest) {
    return Fault{FaultKind::too_big, "is too long for a manifest", name, {}};
  }
  return parse_class_manifest(text_of(mapping->bytes()), name);
}

// A manifest may mean another file than the one that lies beside it.
Result<void> check_name(const ClassManifest& manifest, const ScanOrder& order) {
  const std::string beside = order.model_file.substr(order.model_file.rfind('/') + 1);
  if (manifest.file == beside) return {};
  return Fault{FaultKind::usage,
               "names the model " + manifest.file + ", but beside it lies " + beside +
                   "; put the two into one folder, and no other model",
               order.model_manifest,
               {}};
}

}  // namespace

Result<ClassSources> open_class_sources(const ScanOrder& order, int fd,
                                        ClassesModule module) {
  ClassSources sources{std::move(module), std::nullopt, {}};
  if (order.model_manifest.empty()) return sources;
  auto manifest = read_manifest(fd, order.model_manifest);
  if (!manifest) return std::move(manifest).error();
  if (auto checked = check_name(*manifest, order); !checked) {
    return std::move(checked).error();
  }
  manifest->file = order.model_file;  // for faults
  auto model = Mapping::of(fd + 1, order.model_file);
  if (!model) return std::move(model).error();
  if (auto checked = check_model(*manifest, model->bytes()); !checked) {
    return std::move(checked).error();
  }
  sources.manifest = std::move(*manifest);
  sources.model = std::move(*model);
  return sources;
}

std::vector<PictureClass> classes_of(const ClassSources& sources) {
  std::vector<PictureClass> classes;
  for (std::size_t i = 0; i < kOwnClasses; ++i) {
    const OwnClassFacts& facts = facts_of(static_cast<OwnClass>(i));
    classes.push_back({facts.name, facts.points});
  }
  if (!sources.manifest) return classes;
  for (const std::size_t label : labels_that_count(*sources.manifest)) {
    const ModelLabel& counted = sources.manifest->labels[label];
    classes.push_back(
        {counted.name + " (model " + sources.manifest->name + ")", counted.points});
  }
  return classes;
}

PictureClassifier::PictureClassifier(const ClassSources& sources,
                                     std::unique_ptr<OwnClasses> own,
                                     std::unique_ptr<ClassModel> model)
    : sources_(sources), own_(std::move(own)), model_(std::move(model)) {}

Result<std::unique_ptr<PictureClassifier>> PictureClassifier::open(
    const ClassSources& sources) {
  auto own = sources.module.open_own(sources.module.face_cascade);
  if (!own) return std::move(own).error();
  std::unique_ptr<ClassModel> model;
  if (sources.manifest) {
    auto opened = sources.module.open(*sources.manifest, sources.model.bytes());
    if (!opened) return std::move(opened).error();
    model = std::move(*opened);
  }
  return std::unique_ptr<PictureClassifier>(
      new PictureClassifier(sources, std::move(*own), std::move(model)));
}

Result<std::vector<ClassRecord>> PictureClassifier::classify(
    const SmallPicture& picture) {
  const Pixels pixels = picture.pixels();
  std::vector<ClassRecord> classes;
  const auto own = own_->classify(pixels, picture.full_width, picture.full_height);
  if (!own) return own.error();
  for (const OwnScore& score : *own) {
    classes.push_back({static_cast<std::uint16_t>(score.kind), score.percent});
  }
  if (model_ == nullptr) return classes;
  const auto scores = model_->classify({&pixels, 1});
  if (!scores) return scores.error();
  std::size_t number = kOwnClasses;
  for (const std::size_t label : labels_that_count(*sources_.manifest)) {
    const float score = scores->front()[label];
    if (score >= sources_.manifest->threshold) {
      const float percent = std::clamp(score, 0.0F, 1.0F) * 100;
      classes.push_back(
          {static_cast<std::uint16_t>(number), static_cast<std::uint8_t>(percent)});
    }
    ++number;
  }
  return classes;
}

void KnownClasses::put(FileId file, std::vector<ClassRecord> classes) {
  const std::lock_guard lock(mutex_);
  of_files_[file] = std::move(classes);
}

std::optional<std::vector<ClassRecord>> KnownClasses::of(FileId file) const {
  const std::lock_guard lock(mutex_);
  const auto found = of_files_.find(file);
  if (found == of_files_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::vector<ClassRecord>> KnownClasses::take(FileId file) {
  const std::lock_guard lock(mutex_);
  auto node = of_files_.extract(file);
  if (node.empty()) return std::nullopt;
  return std::move(node.mapped());
}

void KnownClasses::put(const Digest& sha256, std::vector<ClassRecord> classes) {
  constexpr std::size_t kMostContents = 131'072;  // about 150 bytes each
  const std::lock_guard lock(mutex_);
  if (of_contents_.size() >= kMostContents) of_contents_.clear();
  of_contents_[std::string(text_of(sha256.bytes()))] = std::move(classes);
}

std::optional<std::vector<ClassRecord>> KnownClasses::of(const Digest& sha256) const {
  const std::lock_guard lock(mutex_);
  const auto found = of_contents_.find(std::string(text_of(sha256.bytes())));
  if (found == of_contents_.end()) return std::nullopt;
  return found->second;
}

}  // namespace winnow

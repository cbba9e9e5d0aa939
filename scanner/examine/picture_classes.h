// PictureClassifier: of what classes a picture is: those that the project tells apart
// itself, and those of a model that a force brings (classes/).
//
// Classes put what is unknown in order, and nothing else. A function of the content:
// the same in any thread, any order and any process of one machine.
#ifndef WINNOW_SCANNER_EXAMINE_PICTURE_CLASSES_H_
#define WINNOW_SCANNER_EXAMINE_PICTURE_CLASSES_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/file.h"
#include "base/result.h"
#include "scanner/examine/classes/class_manifest.h"
#include "scanner/examine/classes/classes_module.h"
#include "scanner/examine/pictures/small_picture.h"
#include "scanner/wire/messages.h"

namespace winnow {

// What classifiers are made of; outlives them.
struct ClassSources {
  ClassesModule module;
  std::optional<ClassManifest> manifest;
  Mapping model;  // of the manifest
};

// Opens what the order names; its descriptors are those from `fd` on. Faults name the
// manifest or the model and what to do.
[[nodiscard]] Result<ClassSources> open_class_sources(const ScanOrder& order, int fd,
                                                      ClassesModule module);

// In the order of their numbers.
[[nodiscard]] std::vector<PictureClass> classes_of(const ClassSources& sources);

// One thread at a time.
class PictureClassifier {
 public:
  [[nodiscard]] static Result<std::unique_ptr<PictureClassifier>> open(
      const ClassSources& sources);

  // Rising by number. A fault is the model's, which gave no answer.
  [[nodiscard]] Result<std::vector<ClassRecord>> classify(const SmallPicture& picture);

 private:
  PictureClassifier(const ClassSources& sources, std::unique_ptr<OwnClasses> own,
                    std::unique_ptr<ClassModel> model);

  const ClassSources& sources_;
  std::unique_ptr<OwnClasses> own_;
  std::unique_ptr<ClassModel> model_;  // null: none was brought
};

// Of what classes pictures are that were seen already: at a glance, by the file, until
// it is looked at; and by their content. Any thread. What is not known is found again:
// it costs time and changes nothing.
class KnownClasses {
 public:
  void put(FileId file, std::vector<ClassRecord> classes);
  // What was put, and is still there afterwards.
  [[nodiscard]] std::optional<std::vector<ClassRecord>> of(FileId file) const;
  // ... and no longer.
  [[nodiscard]] std::optional<std::vector<ClassRecord>> take(FileId file);
  void put(const Digest& sha256, std::vector<ClassRecord> classes);
  [[nodiscard]] std::optional<std::vector<ClassRecord>> of(const Digest& sha256) const;

 private:
  mutable std::mutex mutex_;  // guards what follows
  std::unordered_map<FileId, std::vector<ClassRecord>> of_files_;
  std::unordered_map<std::string, std::vector<ClassRecord>> of_contents_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_EXAMINE_PICTURE_CLASSES_H_

#include "scanner/examine/classes/own_classes.h"

#include <algorithm>
#include <array>
#include <exception>
#include <new>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <opencv2/objdetect.hpp>
#include <string>
#include <utility>

#include "scanner/examine/classes/opencv.h"
#include "scanner/examine/classes/screen_sizes.h"

namespace winnow {
namespace {

using Scores = std::vector<OwnScore>;

constexpr int kLeastSide = 8;
constexpr int kPerMille = 1000;

std::uint8_t percent(std::int64_t value) {
  return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, 1, 100));
}

// How pixels differ from their neighbours to the left and above, in the colour in which
// they differ most: shares of all such pairs, in thousandths.
struct Neighbours {
  int equal = 0;
  int near = 0;  // by 1 to 16
  int far = 0;   // by 64 or more
};

class NeighbourCount {
 public:
  void count(const cv::Mat& left, const cv::Mat& right) {
    cv::Mat difference;
    cv::absdiff(left, right, difference);
    std::vector<cv::Mat> colours;
    cv::split(difference, colours);
    cv::Mat most = colours[0];
    for (std::size_t i = 1; i < colours.size(); ++i) cv::max(most, colours[i], most);
    const auto total = static_cast<int>(most.total());
    const int equal = total - cv::countNonZero(most);
    pairs_ += total;
    equal_ += equal;
    near_ += cv::countNonZero(most <= 16) - equal;
    far_ += cv::countNonZero(most >= 64);
  }
  [[nodiscard]] Neighbours shares() const {
    return {share(equal_), share(near_), share(far_)};
  }

 private:
  [[nodiscard]] int share(int count) const {
    return static_cast<int>(std::int64_t{count} * kPerMille / pairs_);
  }

  int pairs_ = 0;
  int equal_ = 0;
  int near_ = 0;
  int far_ = 0;
};

Neighbours neighbours_of(const cv::Mat& picture) {
  NeighbourCount count;
  count.count(picture.colRange(1, picture.cols), picture.colRange(0, picture.cols - 1));
  count.count(picture.rowRange(1, picture.rows), picture.rowRange(0, picture.rows - 1));
  return count.shares();
}

// Photographs change by little nearly everywhere; drawings are even, or change all at
// once: the measures of V. Athitsos, M. J. Swain and C. Frankel, "Distinguishing
// Photographs and Graphics on the World Wide Web", 1997, of which colours and size are
// left out. Above 0: a photograph. The weights part the photographs and drawings they
// were tried on; letterboxed photographs, hazy skies and shaded icons come near 0.
int likeness_to_photograph(const Neighbours& shares) {
  return shares.near - shares.equal / 2 - 2 * shares.far;
}

OwnScore photograph_or_graphic(int likeness) {
  const int sure = 50 + std::abs(likeness) / 10;
  return {likeness > 0 ? OwnClass::photograph : OwnClass::graphic, percent(sure)};
}

// Skin and faces are not sought in what is a graphic so surely.
constexpr std::uint8_t kSurelyGraphic = 75;
// A screenshot is even over at least so many thousandths.
constexpr int kScreenshotEven = 400;
// Skin is told of a picture from so many percent on.
constexpr std::int64_t kLeastSkin = 15;

// The share of pixels, in percent, whose colour is one that D. Chai and K. N. Ngan give
// for skin ("Face Segmentation Using Skin-Color Map in Videophone Applications", IEEE
// Transactions on Circuits and Systems for Video Technology 9(4), 1999): Cb from 77 to
// 127 and Cr from 133 to 173, here of the full range of samples.
//
// It works unequally over tones of skin and kinds of light: coloured light, filters and
// grey pictures escape it, while wood, carpets, sand and fur in warm light pass. So it
// is for order alone, and says nothing where it does not hold.
std::int64_t percent_of_skin(const cv::Mat& rgb) {
  cv::Mat colours;
  cv::cvtColor(rgb, colours, cv::COLOR_RGB2YCrCb);
  cv::Mat skin;
  cv::inRange(colours, cv::Scalar(0, 133, 77), cv::Scalar(255, 173, 127), skin);
  return std::int64_t{cv::countNonZero(skin)} * 100 /
         static_cast<std::int64_t>(skin.total());
}

// Faces, by the cascade of local binary patterns that OpenCV brings, and needs no
// evening out of light: of those for faces from the front it is the fastest by far, and
// misses few that the slower ones find. It sees upright faces that look at the camera,
// and was trained on few kinds of people. From an eighth of the side of `small` on.
class Faces {
 public:
  bool read(Bytes cascade) {
    const std::string text(reinterpret_cast<const char*>(cascade.data()),
                           cascade.size());
    const cv::FileStorage file(text, cv::FileStorage::READ | cv::FileStorage::MEMORY);
    return file.isOpened() && cascade_.read(file.getFirstTopLevelNode()) &&
           !cascade_.empty();
  }

  // How many windows agree on the best face; 0 if there is none.
  int most_windows(const cv::Mat& grey) {
    constexpr int kLeastFace = 40;
    constexpr double kStep = 1.2;
    constexpr int kLeastWindows = 2;
    if (std::min(grey.cols, grey.rows) < kLeastFace) return 0;
    std::vector<cv::Rect> faces;
    std::vector<int> windows;
    cascade_.detectMultiScale(grey, faces, windows, kStep, kLeastWindows, 0,
                              {kLeastFace, kLeastFace});
    return windows.empty() ? 0 : *std::ranges::max_element(windows);
  }

 private:
  cv::CascadeClassifier cascade_;
};

class OwnClassesByOpenCv final : public OwnClasses {
 public:
  explicit OwnClassesByOpenCv(Faces faces) : faces_(std::move(faces)) {}

  [[nodiscard]] Result<Scores> classify(const Pixels& small, std::uint32_t width,
                                        std::uint32_t height) override {
    if (!is_picture(small) || small.width > kOwnClassesSide ||
        small.height > kOwnClassesSide) {
      return Fault{FaultKind::usage, "is no picture of 1 to 320 pixels a side", "", {}};
    }
    try {
      return scores_of(view_of(small), is_screen_size(width, height));
    } catch (const std::bad_alloc&) {
      return Fault{FaultKind::out_of_memory,
                   "takes more memory than there is to tell its class",
                   "",
                   {}};
    } catch (const cv::Exception& error) {
      const bool is_memory = error.code == cv::Error::StsNoMem;
      return Fault{is_memory ? FaultKind::out_of_memory : FaultKind::malformed,
                   "its class cannot be told: " + error.err,
                   "",
                   {}};
    }
  }

 private:
  Scores scores_of(const cv::Mat& picture, bool is_like_screen) {
    Scores scores;
    if (std::min(picture.cols, picture.rows) < kLeastSide) return scores;
    const Neighbours neighbours = neighbours_of(picture);
    const OwnScore first = photograph_or_graphic(likeness_to_photograph(neighbours));
    scores.push_back(first);
    const bool is_screenshot = is_like_screen && neighbours.equal >= kScreenshotEven;
    if (is_screenshot) {
      scores.push_back({OwnClass::screenshot, percent(neighbours.equal / 10)});
    }
    if (first.kind == OwnClass::photograph || first.percent < kSurelyGraphic ||
        is_screenshot) {
      add_people(picture, scores);
    }
    return scores;
  }

  void add_people(const cv::Mat& picture, Scores& scores) {
    cv::Mat grey = picture;
    if (picture.channels() == 3) {
      const std::int64_t skin = percent_of_skin(picture);
      if (skin >= kLeastSkin) scores.push_back({OwnClass::skin, percent(skin)});
      cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    }
    const int windows = faces_.most_windows(grey);
    if (windows > 0) scores.push_back({OwnClass::face, percent(50 + 5 * windows)});
  }

  Faces faces_;
};

}  // namespace

Result<std::unique_ptr<OwnClasses>> open_own_classes(Bytes face_cascade) {
  quieten_opencv();
  std::string why = "it is no cascade of OpenCV";
  try {
    Faces faces;
    if (faces.read(face_cascade)) {
      return std::unique_ptr<OwnClasses>(
          std::make_unique<OwnClassesByOpenCv>(std::move(faces)));
    }
  } catch (const std::exception& error) {
    why = error.what();
  }
  return Fault{
      FaultKind::malformed,
      "cannot be used to find faces: " + why + "; install the package opencv-data anew",
      WINNOW_FACE_CASCADE,
      {}};
}

}  // namespace winnow

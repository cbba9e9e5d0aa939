#include "drivers/report/pdf_paper.h"

#include <hpdf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "drivers/report/html_text.h"

namespace winnow {
namespace {

// In points: A4, with room for a head and a foot.
constexpr float kWidth = 595.28F;
constexpr float kHeight = 841.89F;
constexpr float kLeft = 48;
constexpr float kRight = kWidth - 48;
constexpr float kTop = kHeight - 66;
constexpr float kBottom = 58;
constexpr float kText = 9;
constexpr float kHeading = 12;
constexpr float kBelowHeading = 110;  // so much of its page at least
constexpr float kCell = 7.6F;
constexpr float kLeading = 1.35F;  // of the size
constexpr float kPadding = 3;
constexpr float kBarWidth = 400;
constexpr float kBarHeight = 9;
constexpr float kBarStep = kCell * kLeading + kBarHeight + 8;  // label and gaps too
constexpr float kFieldLine = 22;
constexpr float kFieldGap = 8;
// Longer texts of cells are cut: the page has them whole.
constexpr std::size_t kMostCellText = 500;
constexpr std::size_t kMostPdfBars = 24;

struct Colour {
  float red, green, blue;
};
constexpr Colour kBlack = {0.1F, 0.1F, 0.1F};
constexpr Colour kHeadFill = {0.91F, 0.93F, 0.95F};
constexpr Colour kWarning = {0.48F, 0.12F, 0};
constexpr std::array<Colour, 3> kParts = {Colour{0.12F, 0.23F, 0.37F},
                                          Colour{0.80F, 0.85F, 0.91F},
                                          Colour{0.85F, 0.45F, 0.2F}};

struct FreeDocument {
  void operator()(HPDF_Doc document) const { HPDF_Free(document); }
};
using Document = std::unique_ptr<std::remove_pointer_t<HPDF_Doc>, FreeDocument>;

// Faults are asked for at the end (HPDF_GetError()); nothing is thrown out of C code.
void keep_error(HPDF_STATUS /*error*/, HPDF_STATUS /*detail*/, void* /*nobody*/) {}

std::size_t length_at(const std::string& text, std::size_t i) {
  const auto lead = static_cast<unsigned char>(text[i]);
  if (lead < 0xC0) return 1;
  return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
}

// Of valid UTF-8, up to the basic plane.
HPDF_UNICODE point_at(const std::string& text, std::size_t i) {
  const std::size_t length = length_at(text, i);
  unsigned point = static_cast<unsigned char>(text[i]);
  if (length > 1) point &= 0x7Fu >> length;
  for (std::size_t k = 1; k < length; ++k) {
    point = point << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
  }
  return static_cast<HPDF_UNICODE>(point > 0xFFFF ? '?' : point);
}

HPDF_Date date_of(std::int64_t seconds) {
  const auto moment = static_cast<std::time_t>(seconds);
  std::tm parts{};
  ::gmtime_r(&moment, &parts);
  return {parts.tm_year + 1900,
          parts.tm_mon + 1,
          parts.tm_mday,
          parts.tm_hour,
          parts.tm_min,
          parts.tm_sec,
          'Z',
          0,
          0};
}

}  // namespace

std::string pdf_library_version() {
  return HPDF_GetVersion();
}

struct PdfPaper::State {
  PaperHead head;
  Document document;
  HPDF_Font regular = nullptr;
  HPDF_Font bold = nullptr;
  bool is_unicode = false;
  std::vector<HPDF_Page> pages;
  float y = 0;
  std::string heading;  // waits for what it stands above; "" for none
  std::vector<std::string> remarks;

  void load_fonts(const std::string& folder);
  [[nodiscard]] std::string writable(const std::string& text) const;
  [[nodiscard]] HPDF_Font font(bool is_bold) const { return is_bold ? bold : regular; }
  [[nodiscard]] float width_at(const std::string& text, std::size_t i, float size,
                               bool is_bold) const;
  [[nodiscard]] float width_of(const std::string& text, float size, bool is_bold) const;
  [[nodiscard]] std::vector<std::string> wrapped(const std::string& text, float width,
                                                 float size, bool is_bold) const;
  [[nodiscard]] HPDF_Page page() const { return pages.back(); }

  void add_page();
  void need(float height);
  // The heading that waits and all of what follows on one page, if any page has room
  // for them; else `least` of what follows.
  void begin_block(float height, float least);
  void put(HPDF_Page on, float x, float at, const std::string& text, float size,
           bool is_bold, const Colour& colour = kBlack) const;
  void put_lines(const std::vector<std::string>& lines, float x, float size,
                 bool is_bold, const Colour& colour = kBlack);
  void put_block(const std::string& text, bool is_bold, const Colour& colour);
  void box(float x, float at, float width, float height, const Colour& fill) const;
  void line(float x, float to, float at) const;
  [[nodiscard]] std::vector<float> column_widths(
      const std::vector<double>& shares) const;
  struct Row {
    std::vector<std::vector<std::string>> lines;  // of each cell
    float height = 0;
    bool is_head = false;
  };
  [[nodiscard]] Row row_of(const std::vector<std::string>& cells,
                           const std::vector<float>& widths, bool is_head) const;
  // Where there is room for it.
  void put_row(const Row& row, const std::vector<float>& widths, std::size_t words);
  void put_bar(const ChartBar& bar, std::uint64_t most);
  void put_heads() const;
};

void PdfPaper::State::load_fonts(const std::string& folder) {
  const std::string plain = folder + "/DejaVuSans.ttf";
  const std::string heavy = folder + "/DejaVuSans-Bold.ttf";
  if (::access(plain.c_str(), R_OK) == 0 && ::access(heavy.c_str(), R_OK) == 0) {
    HPDF_UseUTFEncodings(document.get());
    const char* plain_name =
        HPDF_LoadTTFontFromFile(document.get(), plain.c_str(), HPDF_TRUE);
    const char* heavy_name =
        HPDF_LoadTTFontFromFile(document.get(), heavy.c_str(), HPDF_TRUE);
    if (plain_name != nullptr && heavy_name != nullptr) {
      regular = HPDF_GetFont(document.get(), plain_name, "UTF-8");
      bold = HPDF_GetFont(document.get(), heavy_name, "UTF-8");
    }
    is_unicode = regular != nullptr && bold != nullptr;
  }
  if (is_unicode) return;
  HPDF_ResetError(document.get());
  regular = HPDF_GetFont(document.get(), "Helvetica", "WinAnsiEncoding");
  bold = HPDF_GetFont(document.get(), "Helvetica-Bold", "WinAnsiEncoding");
  remarks.push_back("the font " + plain +
                    " is missing (install fonts-dejavu-core): letters beyond ASCII are "
                    "written as ? in the PDF; report.html has them");
}

std::string PdfPaper::State::writable(const std::string& text) const {
  const std::string visible = visible_text(text);
  std::string safe;
  for (std::size_t i = 0; i < visible.size(); i += length_at(visible, i)) {
    const std::size_t length = length_at(visible, i);
    const bool is_there = length == 1 || (is_unicode && length < 4);
    safe += is_there ? visible.substr(i, length) : "?";
  }
  return safe;
}

float PdfPaper::State::width_at(const std::string& text, std::size_t i, float size,
                                bool is_bold) const {
  return static_cast<float>(
             HPDF_Font_GetUnicodeWidth(font(is_bold), point_at(text, i))) *
         size / 1000;
}

float PdfPaper::State::width_of(const std::string& text, float size,
                                bool is_bold) const {
  float width = 0;
  for (std::size_t i = 0; i < text.size(); i += length_at(text, i)) {
    width += width_at(text, i, size, is_bold);
  }
  return width;
}

// Broken behind blanks where there are any, else anywhere.
std::vector<std::string> PdfPaper::State::wrapped(const std::string& text, float width,
                                                  float size, bool is_bold) const {
  const std::string safe = writable(text);
  std::vector<std::string> lines;
  std::size_t begin = 0;
  std::size_t blank = std::string::npos;
  float used = 0;
  for (std::size_t i = 0; i < safe.size(); i += length_at(safe, i)) {
    if (safe[i] == ' ') blank = i;
    used += width_at(safe, i, size, is_bold);
    if (used <= width || i == begin) continue;
    const bool at_blank = blank != std::string::npos && blank > begin;
    const std::size_t end = at_blank ? blank : i;
    lines.push_back(safe.substr(begin, end - begin));
    begin = at_blank ? blank + 1 : i;
    blank = std::string::npos;
    used = i < begin ? 0
                     : width_of(safe.substr(begin, i + length_at(safe, i) - begin),
                                size, is_bold);
  }
  lines.push_back(safe.substr(begin));
  return lines;
}

void PdfPaper::State::add_page() {
  HPDF_Page added = HPDF_AddPage(document.get());
  HPDF_Page_SetSize(added, HPDF_PAGE_SIZE_A4, HPDF_PAGE_PORTRAIT);
  pages.push_back(added);
  y = kTop;
}

void PdfPaper::State::need(float height) {
  if (y - height < kBottom) add_page();
}

void PdfPaper::State::begin_block(float height, float least) {
  std::vector<std::string> lines;
  float above = 0;
  if (!heading.empty()) {
    lines = wrapped(std::exchange(heading, ""), kRight - kLeft, kHeading, true);
    above = static_cast<float>(lines.size()) * kHeading * kLeading + 14;
    least = std::max(least, kBelowHeading);
    height = std::max(height, kBelowHeading);
  }
  need(above + (above + height <= kTop - kBottom ? height : least));
  if (lines.empty()) return;
  y -= 10;
  put_lines(lines, kLeft, kHeading, true);
  y -= 4;
}

void PdfPaper::State::put(HPDF_Page on, float x, float at, const std::string& text,
                          float size, bool is_bold, const Colour& colour) const {
  HPDF_Page_SetRGBFill(on, colour.red, colour.green, colour.blue);
  HPDF_Page_BeginText(on);
  HPDF_Page_SetFontAndSize(on, font(is_bold), size);
  HPDF_Page_TextOut(on, x, at, text.c_str());
  HPDF_Page_EndText(on);
}

void PdfPaper::State::put_lines(const std::vector<std::string>& lines, float x,
                                float size, bool is_bold, const Colour& colour) {
  for (const std::string& text : lines) {
    need(size * kLeading);
    y -= size * kLeading;
    put(page(), x, y, text, size, is_bold, colour);
  }
}

void PdfPaper::State::put_block(const std::string& text, bool is_bold,
                                const Colour& colour) {
  const auto lines = wrapped(text, kRight - kLeft, kText, is_bold);
  begin_block(static_cast<float>(lines.size()) * kText * kLeading, kText * kLeading);
  put_lines(lines, kLeft, kText, is_bold, colour);
  y -= 5;
}

void PdfPaper::State::box(float x, float at, float width, float height,
                          const Colour& fill) const {
  HPDF_Page_SetRGBFill(page(), fill.red, fill.green, fill.blue);
  HPDF_Page_SetRGBStroke(page(), kBlack.red, kBlack.green, kBlack.blue);
  HPDF_Page_SetLineWidth(page(), 0.5F);
  HPDF_Page_Rectangle(page(), x, at, width, height);
  HPDF_Page_FillStroke(page());
}

void PdfPaper::State::line(float x, float to, float at) const {
  HPDF_Page_SetRGBStroke(page(), 0.45F, 0.45F, 0.45F);
  HPDF_Page_SetLineWidth(page(), 0.5F);
  HPDF_Page_MoveTo(page(), x, at);
  HPDF_Page_LineTo(page(), to, at);
  HPDF_Page_Stroke(page());
}

std::vector<float> PdfPaper::State::column_widths(
    const std::vector<double>& shares) const {
  double sum = 0;
  for (const double share : shares) sum += share;
  std::vector<float> widths;
  for (const double share : shares) {
    widths.push_back(static_cast<float>(share / sum) * (kRight - kLeft));
  }
  return widths;
}

PdfPaper::State::Row PdfPaper::State::row_of(const std::vector<std::string>& cells,
                                             const std::vector<float>& widths,
                                             bool is_head) const {
  Row row;
  row.is_head = is_head;
  std::size_t most = 1;
  for (std::size_t i = 0; i < cells.size() && i < widths.size(); ++i) {
    row.lines.push_back(wrapped(cut_short(cells[i], kMostCellText),
                                widths[i] - 2 * kPadding, kCell, is_head || i == 0));
    most = std::max(most, row.lines.back().size());
  }
  row.height = static_cast<float>(most) * kCell * kLeading + 2 * kPadding;
  return row;
}

void PdfPaper::State::put_row(const Row& row, const std::vector<float>& widths,
                              std::size_t words) {
  float x = kLeft;
  if (row.is_head) box(kLeft, y - row.height, kRight - kLeft, row.height, kHeadFill);
  for (std::size_t i = 0; i < row.lines.size(); ++i) {
    const bool is_bold = row.is_head || i == 0;
    float at = y - kPadding;
    for (const std::string& text : row.lines[i]) {
      at -= kCell * kLeading;
      const float indent =
          i < words ? kPadding : widths[i] - kPadding - width_of(text, kCell, is_bold);
      put(page(), x + indent, at + kCell * 0.25F, text, kCell, is_bold);
    }
    x += widths[i];
  }
  y -= row.height;
  line(kLeft, kRight, y);
}

void PdfPaper::State::put_bar(const ChartBar& bar, std::uint64_t most) {
  need(kBarStep);
  y -= kCell * kLeading;
  put(page(), kLeft, y, writable(cut_short(bar.label, 90)), kCell, false);
  y -= kBarHeight + 3;
  float x = kLeft;
  for (std::size_t i = 0; i < bar.parts.size(); ++i) {
    if (bar.parts[i] == 0 || most == 0) continue;
    const auto share =
        static_cast<float>(static_cast<long double>(bar.parts[i]) / most);
    const float width = std::max(kBarWidth * share, 1.5F);
    box(x, y, width, kBarHeight, kParts[i]);
    x += width;
  }
  put(page(), x + 6, y + 1.5F, writable(bar.value), kCell, false);
  y -= 5;
}

// The head and the foot of every page, when it is known how many there are.
void PdfPaper::State::put_heads() const {
  for (std::size_t i = 0; i < pages.size(); ++i) {
    const std::string right = writable(cut_short(head.right, 70));
    const std::string left = writable(cut_short(head.left, 70));
    const std::string count =
        "Page " + std::to_string(i + 1) + " of " + std::to_string(pages.size());
    put(pages[i], kLeft, kHeight - 40, left, 8, true);
    put(pages[i], kRight - width_of(right, 8, false), kHeight - 40, right, 8, false);
    put(pages[i], kLeft, 34, "Triage, not a full examination. " + left, 8, false);
    put(pages[i], kRight - width_of(count, 8, false), 34, count, 8, false);
  }
}

PdfPaper::PdfPaper(std::unique_ptr<State> state) : state_(std::move(state)) {}
PdfPaper::PdfPaper(PdfPaper&&) noexcept = default;
PdfPaper& PdfPaper::operator=(PdfPaper&&) noexcept = default;
PdfPaper::~PdfPaper() = default;

Result<PdfPaper> PdfPaper::begin(const PaperHead& head,
                                 const std::string& font_folder) {
  auto state = std::make_unique<State>();
  state->head = head;
  state->document.reset(HPDF_New(keep_error, nullptr));
  if (!state->document) {
    return Fault{FaultKind::io, "could not be begun: no memory is left", "summary.pdf",
                 std::nullopt};
  }
  HPDF_Doc document = state->document.get();
  HPDF_SetCompressionMode(document, HPDF_COMP_ALL);
  state->load_fonts(font_folder);
  const std::string title = state->writable(head.title + ", " + head.left);
  HPDF_SetInfoAttr(document, HPDF_INFO_TITLE, title.c_str());
  HPDF_SetInfoAttr(document, HPDF_INFO_CREATOR, "Winnow");
  HPDF_SetInfoDateAttr(document, HPDF_INFO_CREATION_DATE, date_of(head.made_at));
  state->add_page();
  return PdfPaper(std::move(state));
}

void PdfPaper::title(const std::string& text) {
  state_->put_lines(state_->wrapped(text, kRight - kLeft, 18, true), kLeft, 18, true);
  state_->y -= 6;
}

void PdfPaper::heading(const std::string& text) {
  state_->begin_block(0, 0);  // one that nothing stood below
  state_->heading = text;
}

void PdfPaper::paragraph(const std::string& text) {
  state_->put_block(text, false, kBlack);
}

void PdfPaper::notice(const std::string& text) {
  state_->put_block(text, true, kWarning);
}

void PdfPaper::list(const std::vector<std::string>& lines) {
  state_->begin_block(kText * kLeading, kText * kLeading);
  for (const std::string& text : lines) {
    state_->need(kText * kLeading);
    state_->put(state_->page(), kLeft + 2, state_->y - kText * kLeading, "-", kText,
                false);
    state_->put_lines(state_->wrapped(text, kRight - kLeft - 12, kText, false),
                      kLeft + 12, kText, false);
    state_->y -= 2;
  }
  state_->y -= 4;
}

void PdfPaper::table(const ReportTable& table, const std::vector<double>& shares) {
  if (table.rows.empty()) return paragraph(table.caption + ": none.");
  const std::vector<float> widths = state_->column_widths(shares);
  const auto caption = state_->wrapped(table.caption, kRight - kLeft, kText, true);
  std::vector<State::Row> rows;
  if (!table.heads.empty()) rows.push_back(state_->row_of(table.heads, widths, true));
  for (const auto& row : table.rows) {
    rows.push_back(state_->row_of(row, widths, false));
  }
  float height = static_cast<float>(caption.size()) * kText * kLeading + 4;
  for (const State::Row& row : rows) height += row.height;
  state_->begin_block(height, 60);
  state_->put_lines(caption, kLeft, kText, true);
  state_->y -= 4;
  state_->line(kLeft, kRight, state_->y);
  for (const State::Row& row : rows) {
    if (state_->y - row.height < kBottom) {
      state_->add_page();
      if (rows[0].is_head && !row.is_head)
        state_->put_row(rows[0], widths, table.words);
    }
    state_->put_row(row, widths, table.words);
  }
  state_->y -= 10;
}

void PdfPaper::bars(const BarChart& chart) {
  const auto title = state_->wrapped(chart.title, kRight - kLeft, kText, true);
  const std::size_t shown = std::min(chart.bars.size(), kMostPdfBars);
  const auto head = static_cast<float>(title.size()) * kText * kLeading + 21;
  state_->begin_block(head + static_cast<float>(shown) * kBarStep, 80);
  state_->put_lines(title, kLeft, kText, true);
  state_->y -= 16;
  float x = kLeft;
  for (std::size_t i = 0; i < chart.legend.size(); ++i) {
    if (chart.legend[i].empty()) continue;
    state_->box(x, state_->y, 9, 9, kParts[i]);
    state_->put(state_->page(), x + 13, state_->y + 1.5F, chart.legend[i], kCell,
                false);
    x += 34 + state_->width_of(chart.legend[i], kCell, false);
  }
  state_->y -= 5;
  std::uint64_t most = 0;
  const auto sum = [](const ChartBar& bar) {
    return bar.parts[0] + bar.parts[1] + bar.parts[2];
  };
  for (const ChartBar& bar : chart.bars) most = std::max(most, sum(bar));
  for (std::size_t i = 0; i < shown; ++i) {
    state_->put_bar(chart.bars[i], chart.is_of_shares ? sum(chart.bars[i]) : most);
  }
  if (shown < chart.bars.size()) {
    paragraph("and " + std::to_string(chart.bars.size() - shown) +
              " more, which report.html and coverage.csv have");
  }
  state_->y -= 8;
}

void PdfPaper::fields(const std::string& title, const std::vector<UnitField>& fields) {
  heading(title);
  float height = 0;
  for (const UnitField& field : fields) {
    const auto label = state_->wrapped(field.label, kRight - kLeft, kText, true);
    height += static_cast<float>(label.size()) * kText * kLeading + kFieldGap +
              kFieldLine * static_cast<float>(field.lines);
  }
  state_->begin_block(height, kText * kLeading + kFieldLine);
  for (const UnitField& field : fields) {
    state_->need(kText * kLeading + kFieldLine * static_cast<float>(field.lines));
    state_->put_lines(state_->wrapped(field.label, kRight - kLeft, kText, true), kLeft,
                      kText, true);
    for (unsigned i = 0; i < field.lines; ++i) {
      state_->y -= kFieldLine;
      state_->line(kLeft, kRight, state_->y);
    }
    state_->y -= kFieldGap;
  }
}

Result<std::string> PdfPaper::done() {
  state_->begin_block(0, 0);
  state_->put_heads();
  HPDF_Doc document = state_->document.get();
  if (HPDF_GetError(document) == HPDF_OK) HPDF_SaveToStream(document);
  if (const HPDF_STATUS error = HPDF_GetError(document); error != HPDF_OK) {
    return Fault{FaultKind::io,
                 "could not be made: libharu's error " + std::to_string(error),
                 "summary.pdf", std::nullopt};
  }
  HPDF_UINT32 size = HPDF_GetStreamSize(document);
  std::string bytes(size, '\0');
  HPDF_ResetStream(document);
  HPDF_ReadFromStream(document, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
  bytes.resize(size);
  return bytes;
}

const std::vector<std::string>& PdfPaper::remarks() const {
  return state_->remarks;
}

}  // namespace winnow

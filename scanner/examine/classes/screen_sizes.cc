#include "scanner/examine/classes/screen_sizes.h"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow {
namespace {

using Size = std::pair<std::uint32_t, std::uint32_t>;  // the shorter side, the longer

// Telephones and tablets of Apple: Human Interface Guidelines, Layout, "Device screen
// sizes". Of others: the displays in their makers' data sheets. Desktops: the modes of
// VESA's Display Monitor Timings, and the panels of portable computers. In rising
// order.
constexpr auto kScreens = std::to_array<Size>({
    {320, 480},   {480, 800},   {480, 854},   {540, 960},   {600, 800},   {600, 1024},
    {640, 960},   {640, 1136},  {720, 1280},  {720, 1440},  {720, 1480},  {720, 1520},
    {720, 1560},  {720, 1600},  {720, 1612},  {750, 1334},  {768, 1024},  {768, 1280},
    {768, 1366},  {800, 1280},  {828, 1792},  {864, 1152},  {900, 1440},  {900, 1600},
    {960, 1280},  {1008, 2244}, {1024, 1280}, {1050, 1400}, {1050, 1680}, {1080, 1920},
    {1080, 2160}, {1080, 2220}, {1080, 2244}, {1080, 2280}, {1080, 2316}, {1080, 2340},
    {1080, 2376}, {1080, 2400}, {1080, 2408}, {1080, 2412}, {1080, 2424}, {1080, 2460},
    {1080, 2560}, {1125, 2436}, {1152, 2048}, {1170, 2532}, {1179, 2556}, {1200, 1600},
    {1200, 1920}, {1200, 2000}, {1206, 2622}, {1220, 2712}, {1242, 2208}, {1242, 2688},
    {1284, 2778}, {1290, 2796}, {1320, 2868}, {1344, 2992}, {1440, 2160}, {1440, 2560},
    {1440, 2880}, {1440, 2960}, {1440, 3040}, {1440, 3088}, {1440, 3120}, {1440, 3200},
    {1440, 3440}, {1440, 5120}, {1488, 2266}, {1504, 2256}, {1536, 2048}, {1600, 2560},
    {1600, 3840}, {1620, 2160}, {1640, 2360}, {1664, 2496}, {1664, 2560}, {1668, 2224},
    {1668, 2388}, {1800, 2880}, {1800, 3200}, {1824, 2736}, {1864, 2880}, {1920, 2880},
    {1920, 3072}, {1964, 3024}, {2000, 3000}, {2048, 2732}, {2064, 2752}, {2160, 3240},
    {2160, 3840}, {2160, 5120}, {2234, 3456}, {2400, 3840}, {2520, 4480}, {2880, 5120},
});
static_assert(std::is_sorted(kScreens.begin(), kScreens.end()));

}  // namespace

bool is_screen_size(std::uint32_t width, std::uint32_t height) {
  const auto [shorter, longer] = std::minmax(width, height);
  return std::binary_search(kScreens.begin(), kScreens.end(), Size{shorter, longer});
}

}  // namespace winnow

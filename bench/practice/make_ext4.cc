// Writes the ext4 volume that a recipe describes, and a manifest of what is on it. The
// grammar of recipes is in practice_recipe.h.
#include "bench/practice/practice_recipe.h"

int main(int argc, char** argv) {
  return winnow::practice::make_volume_main(winnow::practice::FileSystem::ext4, argc,
                                            argv);
}

package load

// The bounds of a rule set. Rule files are written by hand: real ones stay far
// below, and a file that goes beyond is broken, or an attack.
const (
	maxFileBytes   = 4 << 20  // of one file
	maxSetBytes    = 16 << 20 // of all files
	maxFiles       = 1_000
	maxFolderDepth = 16      // of sub-folders
	maxEntries     = 20_000  // names looked at in all folders
	maxDepth       = 40      // of lists and mappings within each other
	maxValues      = 400_000 // of all files, what aliases stand for counted each time
	maxNameLength  = 200     // characters
	maxExpression  = 10_000  // characters of one expression
	maxFindings    = 200     // reported in one run
)

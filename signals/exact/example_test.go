package exact_test

import (
	"fmt"

	"github.com/bellwether-cs/bellwether/signals/exact"
)

func Example() {
	tenth, fifth := exact.FromFloat(0.1), exact.FromFloat(0.2)
	fmt.Println(tenth.Add(fifth))

	configured, total := exact.Int(7), exact.Int(100)
	fmt.Println(configured.Quo(total).Mul(exact.Int(100)).Publish())
	fmt.Println(configured.Quo(exact.Int(0)).Publish())
	// Output:
	// 0.3
	// 7
	// missing
}

func ExampleParse() {
	x, err := exact.Parse("27.250")
	fmt.Println(x, err)
	_, err = exact.Parse("1,5")
	fmt.Println(err)
	// Output:
	// 27.25 <nil>
	// "1,5" is not a number: unexpected ',' at position 2; write a decimal point, and no separators
}

func ExampleNum_Publish() {
	fmt.Println(exact.Ratio(2, 3).Publish())
	fmt.Println(exact.Ratio(20_000_000, 3).Publish())
	fmt.Println(exact.Int(1e15).Publish())
	// Output:
	// 0.666666667
	// 6666666.66666667
	// missing
}

func ExampleNum_PublishMoney() {
	share := exact.Decimal(10000, 2).Quo(exact.Int(3)).PublishMoney(2)
	fmt.Printf("%s\n", share.AppendFixed(nil, 2))
	// Output: 33.33
}

func ExampleNum_Next() {
	x := exact.Int(1e6)
	fmt.Println(x.Prev(9), x.Next(9))
	// Output: 999999.999999999 1000000.00000001
}

func ExamplePow2() {
	// What remains after 45 days with a half-life of 30.
	fmt.Println(exact.Pow2(exact.Ratio(-45, 30)))
	// Output: 0.353553391
}

func ExampleSum() {
	var sum exact.Sum
	for _, x := range []exact.Num{exact.Decimal(1999, 2), {}, exact.Ratio(1, 3)} {
		sum.Add(x)
	}
	fmt.Println(sum.Count(), sum.Num().Publish())
	// Output: 2 20.323333333
}

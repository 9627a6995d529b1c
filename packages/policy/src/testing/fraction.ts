/** An exact number of the tests' own, so that what the rules compute is checked by other arithmetic than theirs. */
export class Fraction {
  readonly #over: bigint;
  readonly #under: bigint;

  constructor(over: bigint, under: bigint) {
    this.#over = under < 0n ? -over : over;
    this.#under = under < 0n ? -under : under;
  }

  static of(value: number): Fraction {
    const [digits = '', exponent = '0'] = String(value).split('e');
    const [whole = '', decimals = ''] = digits.split('.');
    const shift = Number(exponent) - decimals.length;
    const number = BigInt(whole + decimals);
    return shift >= 0 ? new Fraction(number * 10n ** BigInt(shift), 1n) : new Fraction(number, 10n ** BigInt(-shift));
  }

  static sum(parts: readonly Fraction[]): Fraction {
    return parts.reduce((a, b) => a.plus(b), Fraction.of(0));
  }

  plus(other: Fraction): Fraction {
    return new Fraction(this.#over * other.#under + other.#over * this.#under, this.#under * other.#under);
  }

  minus(other: Fraction): Fraction {
    return this.plus(new Fraction(-other.#over, other.#under));
  }

  times(...factors: readonly number[]): Fraction {
    return factors
      .map(Fraction.of)
      .reduce((a, b) => new Fraction(a.#over * b.#over, a.#under * b.#under), this as Fraction);
  }

  isAtMost(other: Fraction): boolean {
    return this.#over * other.#under <= other.#over * this.#under;
  }

  isBelow(other: Fraction): boolean {
    return !other.isAtMost(this);
  }
}

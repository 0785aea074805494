/** Three raw records: a Monday with a Cubs game, a snowy Friday, Christmas. */
export const batch = [
  { date: '2016-08-29', temperature: 77, temperatureMax: 85, rain: 0.1, homeGames: ['Cubs'] },
  { date: '2016-02-12', temperature: 14, snow: 0.6, wind: 21 },
  { date: '2015-12-25', temperature: 38 },
];
